package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that one run of the benchmark measured.
///
/// @param parts by the names of [BenchPart], in the order of the run
/// @param checks of all parts
/// @param markdown whether the text is a document
public record BenchReport(
    Instant at,
    BenchMachine machine,
    String command,
    double seconds,
    Map<String, PartResult> parts,
    List<CountCheck> checks,
    @JsonIgnore boolean markdown)
    implements CommandAnswer {
  public BenchReport {
    parts = new LinkedHashMap<>(parts);
    checks = List.copyOf(checks);
  }

  private static final String METHOD =
      """
      ## Method

      The function's code as packaged runs in a JVM of its own on one processor (about one vCPU), with the memory and the
      collector that Lambda gives it, and with the compiler's first tier unless a table says otherwise. A stand-in answers
      from memory in another process: the store after 4 ms, the bus after 8 ms, SES after 0, 20 or 60 ms. Times are medians
      of batches after a warm-up. The bare calls use the function's own SES client, side by side, and record nothing. Parts
      `cost` and `pace` use the embedded stack, where DynamoDB Local counts the units. Not measured: SQS's polling and
      fairness, SnapStart's restore, and the network. Compare ratios; times depend on the machine. `--only` measures parts
      alone and `--quick` measures less ([decision 0142](decisions/0142-one-run-that-checks-itself.md)).
      """;

  @Override
  public int exitCode() {
    return checks.stream().allMatch(CountCheck::holds) ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  @Override
  public String text() {
    return markdown ? document() : tables().map(BenchTable::text).collect(joined()) + checked();
  }

  private String document() {
    return """
        # Benchmarks

        `%2$s` prints this page. Measured on %1$s
        in %3$.0f seconds, on %4$s.

        %5$s
        %6$s## Checks of the run

        The run compares what the stand-ins counted with what was sent; a difference is exit code 1.

        ```
        %7$s```
        """
        .formatted(
            DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(at),
            command,
            seconds,
            machine.text(),
            METHOD,
            parts.entrySet().stream()
                .map(part -> "## " + part.getKey() + "\n\n" + tables(part.getValue()))
                .collect(joined()),
            checked());
  }

  private static String tables(PartResult part) {
    return part.tables().stream().map(BenchTable::markdown).collect(joined());
  }

  private Stream<BenchTable> tables() {
    return parts.values().stream().flatMap(part -> part.tables().stream());
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining();
  }

  /// How many counts were compared, and those that differ.
  private String checked() {
    return checks.stream().filter(check -> !check.holds()).map(CountCheck::line).collect(joined())
        + "%d of %d counts are what was sent.%n"
            .formatted(checks.stream().filter(CountCheck::holds).count(), checks.size());
  }
}
