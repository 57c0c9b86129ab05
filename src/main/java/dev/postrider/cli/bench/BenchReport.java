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
        Measured on %s by `%s` in %.0f seconds, on %s.

        %s## Checks of the run

        ```
        %s```
        """
        .formatted(
            DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(at),
            command,
            seconds,
            machine.text(),
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
    return checks.stream()
            .filter(check -> !check.holds())
            .map(CountCheck::line)
            .collect(joined())
        + "%d of %d counts are what was sent.%n"
            .formatted(checks.stream().filter(CountCheck::holds).count(), checks.size());
  }
}
