package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.aws.ThreadPause;
import dev.postrider.cli.ops.DispatchLog.LogScan;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.CommandGroup;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.TextTable;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import dev.postrider.dispatch.DeferReason;
import dev.postrider.local.StackFile;
import dev.postrider.pace.PaceState;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `postrider deferred`: mail that waits in delayed copies (decision 0153).
@Command(
    name = "deferred",
    description = {
      "Mail that waits for a later try.",
      "It is scheduled, throttled, paused and the like."
    },
    footer = {"", "Examples:", "  postrider deferred list", "  postrider deferred list --json"})
public final class DeferredCommand extends CommandGroup {
  /// A copy waits at most 15 minutes, and the dispatcher writes a line when it defers it again.
  private static final Duration LOOK_BACK = Duration.ofMinutes(20);

  /// As a note of a pause has it.
  private static final Pattern INSTANT =
      Pattern.compile("20\\d\\d-[01]\\d-[0-2]\\dT[0-2]\\d:[0-5]\\d:[0-5]\\d(?:\\.\\d+)?Z");

  @Command(
      name = "list",
      description = {
        "Lists units that wait, by their next try.",
        "From the dispatcher's log of the last 20 minutes, and of the 20 before a pause.",
        "Nothing is received from a queue. On AWS Logs Insights is asked, which charges for what it"
            + " scans and needs the rights of LogQueryPolicy."
      },
      footer = {
        "",
        "Examples:",
        "  postrider deferred list",
        "  postrider deferred list --reason SCHEDULED --json"
      },
      mixinStandardHelpOptions = true)
  int list(
      @Mixin StackOptions options,
      @Mixin Output output,
      @Option(
              names = "--reason",
              paramLabel = "CODE",
              description = "Only those with this reason: ${COMPLETION-CANDIDATES}.")
          @Nullable DeferReason reason,
      @Option(names = "--stream", paramLabel = "NAME", description = "Only those of this stream.")
          @Nullable String stream) {
    try (StackConnection stack = options.open()) {
      Instant now = stack.now();
      PaceState pace = stack.pacer().read(now);
      Instant from = stopped(pace).orElse(now).minus(LOOK_BACK);
      LogScan scan = log(stack).scan(from, now);
      List<DeferredUnit> chosen =
          scan.units().stream()
              .filter(unit -> reason == null || reason.name().equals(unit.reason()))
              .filter(unit -> stream == null || stream.equals(unit.stream()))
              .sorted(Comparator.comparing(DeferredUnit::nextTry).thenComparing(DeferredUnit::unit))
              .toList();
      int exitCode =
          output.answer(
              new DeferredList(
                  chosen,
                  scan.units().size(),
                  scan.lines(),
                  scan.bytes(),
                  scan.partial(),
                  from,
                  pace.openReason(),
                  reason != null || stream != null,
                  now));
      return Math.max(exitCode, reportUnknown(stream, scan, output));
    }
  }

  /// Since when nothing is received and no line written; empty while the breaker is closed. A
  /// second pause moves the breaker's own time, and the first one's stands in the reason.
  static Optional<Instant> stopped(PaceState pace) {
    String reason = Objects.requireNonNullElse(pace.openReason(), "");
    return Stream.concat(
            Stream.ofNullable(pace.openedAt()),
            INSTANT.matcher(reason).results().flatMap(found -> instant(found.group()).stream()))
        .filter(at -> pace.openReason() != null)
        .min(Comparator.naturalOrder());
  }

  /// A person's own text may look like a time.
  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// Says that no unit is of the stream that was asked for, and which streams there are.
  private static int reportUnknown(@Nullable String stream, LogScan scan, Output output) {
    Set<String> streams =
        scan.units().stream()
            .map(DeferredUnit::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    return stream == null || streams.contains(stream)
        ? ExitCodes.DONE
        : output.failed(
            "no unit of the stream "
                + stream
                + " waits"
                + (streams.isEmpty() ? "." : "; there are " + String.join(", ", streams) + "."));
  }

  private static DispatchLog log(StackConnection stack) {
    return stack.deployment().local()
        ? new LocalDispatchLog(
            StackFile.directory(
                    Path.of(System.getProperty("postrider.target", "target")), stack.place().port())
                .resolve("DispatchFunction.log"))
        : new InsightsDispatchLog(
            stack.clients().logs(),
            "/postrider/" + stack.deployment().name() + "/dispatch",
            new ThreadPause(stack.clock()),
            stack.clock());
  }

  /// @param all how many wait, chosen or not
  /// @param linesScanned of the log
  /// @param partial whether more may wait than were listed
  /// @param from the beginning of what was read of the log
  /// @param breaker why nothing is sent; null while mail flows
  private record DeferredList(
      List<DeferredUnit> units,
      int all,
      long linesScanned,
      long bytesScanned,
      boolean partial,
      Instant from,
      @Nullable String breaker,
      @JsonIgnore boolean narrow,
      @JsonIgnore Instant now)
      implements CommandAnswer {
    @Override
    public String text() {
      TextTable table = new TextTable("UNIT", "STREAM", "HAS WAITED", "NEXT TRY", "REASON");
      units.forEach(
          unit ->
              table.row(
                  unit.unit(),
                  unit.stream(),
                  Times.span(Duration.between(unit.since(), now)),
                  next(unit),
                  (unit.reason() + " " + unit.code()).strip()));
      return (table.isEmpty() ? "" : table.text())
          + (narrow ? units.size() + " of " + all + " match" : Words.counted(all, "unit"))
          + (partial ? ", and there may be more" : "")
          + ". The log of %s was read: %s, %d kB.\n"
              .formatted(
                  Times.span(Duration.between(from, now)).replaceFirst(" 0 (s|min|h)$", ""),
                  Words.counted(linesScanned, "line"),
                  bytesScanned / 1_000)
          + (breaker == null
              ? ""
              : "The breaker is open: "
                  + TerminalWriter.cell(breaker)
                  + ". Listed is what waited when it opened;\nwhat was enqueued since then waits in"
                  + " its queue, and status counts it.\n");
    }

    private String next(DeferredUnit unit) {
      return unit.nextTry().isAfter(now)
          ? "in " + Times.span(Duration.between(now, unit.nextTry()))
          : "due";
    }
  }
}
