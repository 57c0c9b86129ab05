package dev.postrider.cli.ops;

import dev.postrider.aws.VirtualFanout;
import dev.postrider.calls.Fanout;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import dev.postrider.cli.output.Words;
import dev.postrider.suppression.FactStore;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
      "Adds suppressions from a CSV or JSON file. The whole file is checked before anything is"
          + " written.",
      "Fields: address, and optionally scope (*), reason (MANUAL), since (now), until, note.",
      "Importing a row again changes nothing; after a failure --from goes on where it stopped.",
      "Of an operator's entry and an imported one, the one that lasts longer stays.",
      "A row whose `since` is not later than what an operator has removed stays without effect."
    },
    footer = {
      "",
      "Examples:",
      "  postrider suppressions import suppressions.csv --dry-run",
      "  postrider suppressions import suppressions.csv --yes",
      "  postrider suppressions import suppressions.csv --from 1001 --yes"
    },
    mixinStandardHelpOptions = true)
public final class SuppressionsImportCommand implements Callable<Integer> {
  private static final int AT_ONCE = 16;
  private static final int CHUNK = 250;
  private static final int PROGRESS_EVERY = 1_000;
  private static final int PROBLEMS_SHOWN = 10;

  @Mixin private StackOptions options;
  @Mixin private Output output;
  @Mixin private Confirmation confirmation;

  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path path;

  @Option(
      names = "--format",
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

  @Override
  public Integer call() {
    SuppressionFile file =
        new SuppressionFile(path, format == null ? SuppressionFile.RowFormat.of(path) : format);
    Instant now = Instant.now();
    FileCheck check = new FileCheck();
    file.read(now, check);
    if (check.bad > 0) {
      check.problems.forEach(output::note);
      output.note("postrider: " + check.bad + " rows are bad; nothing was imported.");
      return ExitCodes.FAILED;
    }
    int rows = Math.max(0, check.rows - from + 1);
    if (dryRun) {
      output.answer(new RowsChecked(rows));
      return ExitCodes.DONE;
    }
    if (!confirmation.given("Suppress " + rows + " addresses", output.err())) {
      return ExitCodes.NOT_RUN;
    }
    try (StackConnection stack = options.open()) {
      return importAll(file, stack.suppressions(), now);
    }
  }

  private int importAll(SuppressionFile file, SuppressionStore store, Instant now) {
    FileImport rows = new FileImport(store);
    try {
      file.read(now, rows);
      rows.flush();
    } catch (FactStore.StoreUnavailable e) {
      output.note("postrider: " + e.getMessage());
      output.note("  Go on with: --from " + (from + rows.done));
      return ExitCodes.FAILED;
    }
    output.answer(new RowsImported(rows.done));
    return ExitCodes.DONE;
  }

  private record RowsChecked(int rows) implements CommandAnswer {
    @Override
    public String text() {
      return Words.counted(rows, "row") + " good.\n";
    }
  }

  private record RowsImported(int imported) implements CommandAnswer {
    @Override
    public String text() {
      return Words.counted(imported, "row") + " imported.\n";
    }
  }

  /// Counts what is wrong.
  private static final class FileCheck implements SuppressionFile.RowVisitor {
    private final List<String> problems = new ArrayList<>();
    private int rows;
    private int bad;

    @Override
    public void row(int number, SuppressionRow row) {
      rows = number;
    }

    @Override
    public void bad(int number, String problem) {
      bad++;
      if (problems.size() < PROBLEMS_SHOWN) {
        problems.add("row " + number + ": " + problem);
      }
    }
  }

  /// Writes chunk by chunk, so that a failure leaves a prefix of the file written.
  private final class FileImport implements SuppressionFile.RowVisitor {
    private final SuppressionStore store;
    private final Fanout fanout = new VirtualFanout(AT_ONCE);
    private final List<SuppressionRow> chunk = new ArrayList<>();
    private int done;

    FileImport(SuppressionStore store) {
      this.store = store;
    }

    @Override
    public void row(int number, SuppressionRow row) {
      if (number >= from) {
        chunk.add(row);
        if (chunk.size() == CHUNK) {
          flush();
        }
      }
    }

    @Override
    public void bad(int number, String problem) {
      throw new IllegalStateException("the file has changed: row " + number + ": " + problem);
    }

    /// An import ends nothing: of an operator's entry and the row's the longer stays.
    private void add(SuppressionRow row) {
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

    void flush() {
      if (chunk.isEmpty()) {
        return;
      }
      fanout.all(
          chunk.stream().collect(Collectors.groupingBy(SuppressionRow::key)).values().stream()
              .<Supplier<Boolean>>map(
                  rows ->
                      () -> {
                        rows.forEach(this::add);
                        return true;
                      })
              .toList());
      done += chunk.size();
      chunk.clear();
      if (done % PROGRESS_EVERY == 0) {
        output.note(done + " …");
      }
    }
  }
}
