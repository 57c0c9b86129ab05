package dev.postrider.dispatch;

import dev.postrider.status.StatusEvent;
import java.util.List;
import java.util.Set;

/// What one invocation did.
///
/// @param failedMessageIds the records that SQS must redeliver
/// @param outcomes one for each unit that was looked at
/// @param droppedRecipients recipients left out of mail that went to others, as suppressed
/// @param defects what should not have happened; the records concerned are redelivered
/// @param events what services are to be told
public record BatchReport(
    Set<String> failedMessageIds,
    List<UnitOutcome> outcomes,
    Calls calls,
    int droppedRecipients,
    List<RuntimeException> defects,
    List<StatusEvent> events) {
  public BatchReport {
    failedMessageIds = Set.copyOf(failedMessageIds);
    outcomes = List.copyOf(outcomes);
    defects = List.copyOf(defects);
    events = List.copyOf(events);
  }
}
