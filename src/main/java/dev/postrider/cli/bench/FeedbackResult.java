package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/// How many events of SES one instance of FeedbackFunction takes in.
public record FeedbackResult(List<EventRate> kinds, List<CountCheck> checks) implements PartResult {
  public FeedbackResult {
    kinds = List.copyOf(kinds);
    checks = List.copyOf(checks);
  }

  /// Of one kind of event.
  ///
  /// @param statusEvents how many an event became
  /// @param writes of single items, for an event
  /// @param calls to AWS for an event
  public record EventRate(
      String event,
      double statusEvents,
      double writes,
      double calls,
      double perSecond,
      double cpuMillis) {}

  @Override
  @JsonIgnore
  public List<BenchTable> tables() {
    return List.of(
        new BenchTable(
            "Events of SES that one instance of FeedbackFunction takes in, one an invocation. The"
                + " store takes 4 ms, the bus 8 ms.",
            List.of("event", "status events", "writes", "calls", "events/s", "CPU an event"),
            kinds.stream()
                .map(
                    one ->
                        List.of(
                            one.event(),
                            Millis.ratio(one.statusEvents()),
                            Millis.ratio(one.writes()),
                            Millis.ratio(one.calls()),
                            Millis.format("%.0f", one.perSecond()),
                            Millis.format("%.2f ms", one.cpuMillis())))
                .toList()));
  }
}
