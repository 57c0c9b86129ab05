package dev.postrider.cli.ops;

import dev.postrider.cli.output.CliJson;
import dev.postrider.cli.output.Csv;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postrider suppressions export`.
@Command(
    name = "export",
    description = {
      "Writes all that are in force, as `import` reads them.",
      "With --json, or an output that ends with .json: an array of objects, else CSV.",
      "An existing file is replaced in one step, after all rows have been read."
    },
    footer = {
      "",
      "Examples:",
      "  postrider suppressions export --output suppressions.csv",
      "  postrider suppressions export --json > suppressions.json"
    })
public final class SuppressionsExportCommand extends StackCommand {
  private static final int PROGRESS_EVERY = 10_000;

  @Mixin private Confirmation confirmation;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Default: the standard output.")
  private @Nullable Path file;

  @Override
  int run(StackConnection stack) {
    if (file != null
        && Files.isRegularFile(file)
        && !confirmation.given("Replace " + file, output.err())) {
      return ExitCodes.NOT_RUN;
    }
    int count = file == null ? write(stack, output.out()) : writeFile(stack, file);
    if (file == null && output.out().checkError()) {
      return output.failed("the output could not be written to the end.");
    }
    output.note(Words.counted(count, "suppression") + ".");
    return ExitCodes.DONE;
  }

  /// A file that is there stays as it is until the new one is whole, which only its owner may read:
  /// it holds addresses. A pipe or a device is written to at once.
  private int writeFile(StackConnection stack, Path path) {
    Path whole = path.toAbsolutePath();
    try {
      if (Files.exists(whole) && !Files.isRegularFile(whole)) {
        return writePart(stack, whole);
      }
      Path part = Files.createTempFile(whole.getParent(), "." + whole.getFileName(), ".part");
      try {
        int count = writePart(stack, part);
        Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        return count;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + " could not be written", e);
    }
  }

  private int writePart(StackConnection stack, Path part) throws IOException {
    try (PrintWriter out =
        new TerminalWriter(Files.newBufferedWriter(part, StandardCharsets.UTF_8))) {
      int count = write(stack, out);
      if (out.checkError()) {
        throw new IOException("it could not be written to the end");
      }
      return count;
    }
  }

  private int write(StackConnection stack, PrintWriter out) {
    boolean json =
        output.isJson()
            || (file != null
                && SuppressionFile.RowFormat.of(file) == SuppressionFile.RowFormat.JSON);
    int count = 0;
    out.print(json ? "[" : Csv.line(SuppressionRow.FIELDS));
    for (SuppressionRow row : (Iterable<SuppressionRow>) SuppressionRow.inForce(stack)::iterator) {
      out.print(json ? (count == 0 ? "\n" : ",\n") + CliJson.line(row) : Csv.line(row.texts()));
      if (++count % PROGRESS_EVERY == 0) {
        output.note(count + " …");
      }
    }
    out.print(json ? "\n]\n" : "");
    out.flush();
    return count;
  }
}
