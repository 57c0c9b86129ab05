package dev.postrider.cli.ops;

import dev.postrider.cli.domain.TerminalWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
      "With --json, or an output that ends with .json: an array of objects, else CSV.",
      "A file that is there is replaced in one step, when all has been read."
    },
    footer = {
      "",
      "Examples:",
      "  postrider suppressions export --output suppressions.csv",
      "  postrider suppressions export --json > suppressions.json"
    },
    mixinStandardHelpOptions = true)
public final class SuppressionsExportCommand implements Callable<Integer> {
  private static final int PROGRESS_EVERY = 10_000;

  @Mixin private StackOptions stack;
  @Mixin private Output output;
  @Mixin private Confirmation confirmation;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Default: the standard output.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    try (Session session = stack.open()) {
      if (file != null
          && Files.isRegularFile(file)
          && !confirmation.given("Replace " + file, output.err())) {
        return ExitCodes.NOT_RUN;
      }
      int count = file == null ? write(session, output.out()) : writeFile(session, file);
      if (file == null && output.out().checkError()) {
        output.note("postrider: the output could not be written to the end.");
        return ExitCodes.FAILED;
      }
      output.note(count == 1 ? "1 suppression." : count + " suppressions.");
      return ExitCodes.DONE;
    }
  }

  /// A file that is there stays as it is until the new one is whole, which only its owner may read:
  /// it holds addresses. A pipe or a device is written to at once.
  private int writeFile(Session session, Path path) {
    Path whole = path.toAbsolutePath();
    try {
      if (Files.exists(whole) && !Files.isRegularFile(whole)) {
        return writePart(session, whole);
      }
      Path part = Files.createTempFile(whole.getParent(), "." + whole.getFileName(), ".part");
      try {
        int count = writePart(session, part);
        Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        return count;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + " could not be written", e);
    }
  }

  private int writePart(Session session, Path part) throws IOException {
    try (PrintWriter out =
        new TerminalWriter(Files.newBufferedWriter(part, StandardCharsets.UTF_8))) {
      int count = write(session, out);
      if (out.checkError()) {
        throw new IOException("it could not be written to the end");
      }
      return count;
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
