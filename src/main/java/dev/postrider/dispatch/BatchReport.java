package dev.postrider.dispatch;

import java.util.List;
import java.util.Set;

/// What one invocation did.
///
/// @param failedMessageIds the records that SQS must redeliver
/// @param outcomes one for each unit that was looked at
/// @param calls how many calls were made to SES
/// @param droppedRecipients recipients left out of mail that went to others, as suppressed
/// @param defects what should not have happened; the records concerned are redelivered
public record BatchReport(
    Set<String> failedMessageIds,
    List<UnitOutcome> outcomes,
    int calls,
    int droppedRecipients,
    List<RuntimeException> defects) {
  public BatchReport {
    failedMessageIds = Set.copyOf(failedMessageIds);
    outcomes = List.copyOf(outcomes);
    defects = List.copyOf(defects);
  }
}
