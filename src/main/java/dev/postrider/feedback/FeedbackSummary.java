package dev.postrider.feedback;

import java.util.List;
import java.util.Map;

/// What handling some notifications came to. Holds no address.
///
/// @param counts every count that is not zero
/// @param unfamiliar what was not known when the parser was written
///     ([ParsedNotification#unfamiliar()])
/// @param noticed the events about mail that were understood, in their order
/// @param failures in the order of the notifications
public record FeedbackSummary(
    Map<Count, Integer> counts,
    List<String> unfamiliar,
    List<EventLine> noticed,
    List<FailedNotification> failures) {
  public FeedbackSummary {
    counts = Map.copyOf(counts);
    unfamiliar = List.copyOf(unfamiliar);
    noticed = List.copyOf(noticed);
    failures = List.copyOf(failures);
  }

  /// A count, 0 when nothing was counted.
  public int count(Count count) {
    return counts.getOrDefault(count, 0);
  }

  /// A notification that must come again.
  ///
  /// @param reason what the first thing that failed said
  public record FailedNotification(String snsMessageId, String reason) {
    @Override
    public String toString() {
      return "SNS message " + snsMessageId + ": " + reason;
    }
  }
}
