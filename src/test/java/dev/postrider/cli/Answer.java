package dev.postrider.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a command that ran in this process came to.
public record Answer(int exitCode, String out, String err) {

  /// Runs a command.
  public static Answer of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Answer(exitCode, out.toString(), err.toString());
  }

  /// Runs a command on the embedded stack that a file describes.
  public static Answer of(Path localEnvironment, String... args) {
    return of(
        Stream.concat(Stream.of(args), Stream.of("--local-env", localEnvironment.toString()))
            .toArray(String[]::new));
  }

  /// What it printed, as one JSON object.
  public ObjectNode json() {
    return HttpJson.readObject(out).orElseThrow(() -> new AssertionError(toString()));
  }
}
