package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.aws.VirtualFanout;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Words;
import dev.postrider.suppression.FactStore;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider suppressions import`.
@Command(
    name = "import",
    description = {
      "Adds suppressions from a CSV or JSON file.",
      "The whole file is checked before anything is written.",
      "Fields: address, and optionally scope (*), reason (MANUAL), since (now), until, note.",
      "Importing a row again changes nothing; after a failure --from continues where it stopped.",
      "Of an operator's entry and an imported one, the one that lasts longer stays.",
      "A row has no effect when its `since` is not later than an operator's removal of the address."
    },
    footer = {
      "",
      "Examples:",
      "  postrider suppressions import suppressions.csv --dry-run",
      "  postrider suppressions import suppressions.csv --yes",
      "  postrider suppressions import suppressions.csv --from 1001 --yes"
    })
public final class SuppressionsImportCommand extends StackCommand {
  private static final int AT_ONCE = 16;
  private static final int CHUNK = 250;
  private static final int PROGRESS_EVERY = 1_000;
  private static final int PROBLEMS_SHOWN = 10;

  @Mixin private Confirmation confirmation;

  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path path;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: by the file's name.")
  private SuppressionFile.@Nullable RowFormat format;

  @Option(
      names = "--from",
      paramLabel = "ROW",
      defaultValue = "1",
      description = "Begin with this row. Default: ${DEFAULT-VALUE}")
  private int from;

  @Option(names = "--dry-run", description = "Only check the file.")
  private boolean dryRun;

  private final List<String> problems = new ArrayList<>();
  private final List<SuppressionRow> chunk = new ArrayList<>();
  private int bad;
  private int done;

  @Override
  public Integer call() {
    int rows = file().read(Instant.now(), (_, _) -> {}, this::problem);
    if (bad > 0) {
      problems.forEach(output::note);
      return output.failed(bad + " rows are bad; nothing was imported.");
    }
    int left = Math.max(0, rows - from + 1);
    if (dryRun) {
      return output.answer(new RowsChecked(left, Words.counted(left, "row") + " good.\n"));
    }
    return confirmation.given("Suppress " + left + " addresses", output.err())
        ? super.call()
        : ExitCodes.NOT_RUN;
  }

  private SuppressionFile file() {
    return new SuppressionFile(path, format == null ? SuppressionFile.RowFormat.of(path) : format);
  }

  private void problem(int number, String problem) {
    bad++;
    if (problems.size() < PROBLEMS_SHOWN) {
      problems.add("row " + number + ": " + problem);
    }
  }

  /// Writes chunk by chunk, so that a failure leaves a prefix of the file written.
  @Override
  int run(StackConnection stack) {
    SuppressionStore store = stack.suppressions();
    try {
      var _ =
          file()
              .read(
                  stack.now(),
                  (number, row) -> {
                    if (number >= from && chunk.add(row) && chunk.size() == CHUNK) {
                      flush(store);
                    }
                  },
                  (number, problem) -> {
                    throw new IllegalStateException(
                        "the file has changed: row " + number + ": " + problem);
                  });
      flush(store);
    } catch (FactStore.StoreUnavailable e) {
      int failed = output.failed(String.valueOf(e.getMessage()));
      output.note("  Go on with: --from " + (from + done));
      return failed;
    }
    return output.answer(new RowsImported(done, Words.counted(done, "row") + " imported.\n"));
  }

  private void flush(SuppressionStore store) {
    if (chunk.isEmpty()) {
      return;
    }
    new VirtualFanout(AT_ONCE)
        .all(
            chunk.stream().collect(Collectors.groupingBy(SuppressionRow::key)).values().stream()
                .<Supplier<Boolean>>map(
                    rows ->
                        () -> {
                          rows.forEach(row -> add(store, row));
                          return true;
                        })
                .toList());
    done += chunk.size();
    chunk.clear();
    if (done % PROGRESS_EVERY == 0) {
      output.note(done + " …");
    }
  }

  /// An import ends nothing: of an operator's entry and the row's the longer stays.
  private static void add(SuppressionStore store, SuppressionRow row) {
    if (row.fact() instanceof SuppressionFact.Manual entry) {
      store
          .get(row.key().address())
          .getOrDefault(row.key().scope(), Facts.NONE)
          .joined(entry)
          .ifPresent(joined -> store.add(row.key(), joined));
    } else {
      store.add(row.key(), row.fact());
    }
  }

  private record RowsChecked(int rows, @JsonIgnore String text) implements CommandAnswer {}

  private record RowsImported(int imported, @JsonIgnore String text) implements CommandAnswer {}
}
