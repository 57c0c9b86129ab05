package dev.postrider.cli.ops;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postrider suppressions export`.
@Command(
    name = "export",
    description = {
      "Writes all suppressions that are in force, as `import` reads them.",
      "With --json, or an output that ends with .json: an array of objects, else CSV."
    },
    mixinStandardHelpOptions = true)
public final class SuppressionsExportCommand implements Callable<Integer> {
  private static final int PROGRESS_EVERY = 10_000;

  @Mixin private StackOptions stack;
  @Mixin private Output output;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Default: the standard output.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    try (Session session = stack.open()) {
      int count = file == null ? write(session, output.out()) : writeFile(session, file);
      output.note(count == 1 ? "1 suppression." : count + " suppressions.");
      return ExitCodes.DONE;
    }
  }

  private int writeFile(Session session, Path path) {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(path, StandardCharsets.UTF_8))) {
      int count = write(session, out);
      if (out.checkError()) {
        throw new IllegalStateException(path + " could not be written");
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(path + " could not be written", e);
    }
  }

  private int write(Session session, PrintWriter out) {
    boolean json =
        output.isJson()
            || (file != null && SuppressionFile.Format.of(file) == SuppressionFile.Format.JSON);
    int[] count = {0};
    out.print(json ? "[" : Csv.line(SuppressionRow.FIELDS));
    new SuppressionRows(
            session.suppressions(),
            session.deployment().suppressionPolicy(),
            session.clock().instant())
        .walk(
            row -> {
              out.print(json ? (count[0] == 0 ? "\n" : ",\n") + row.json() : Csv.line(row.texts()));
              if (++count[0] % PROGRESS_EVERY == 0) {
                output.note(count[0] + " …");
              }
              return true;
            });
    out.print(json ? "\n]\n" : "");
    out.flush();
    return count[0];
  }
}
