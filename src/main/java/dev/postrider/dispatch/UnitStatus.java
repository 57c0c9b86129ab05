package dev.postrider.dispatch;

import dev.postrider.email.Address;
import dev.postrider.email.Email;
import dev.postrider.ledger.State;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.status.StatusEvent.Detail;
import dev.postrider.status.StatusEvent.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What services are told of the units of a batch. Pure.
///
/// Whoever ends a unit tells of it once. An instance that dies before it could leaves its record to
/// SQS: whoever gets that finds the unit ended and tells then.
final class UnitStatus {
  private UnitStatus() {}

  /// @param elsewhere outcomes of messages that never became units
  /// @param failed records that SQS redelivers: their copies are not where they should be, so that
  ///     nothing is final
  static List<StatusEvent> of(List<UnitOutcome> elsewhere, List<UnitEnd> ends, Set<String> failed) {
    List<StatusEvent> events = new ArrayList<>();
    for (UnitOutcome outcome : elsewhere) {
      status(outcome, false, failed).map(status -> event(outcome, status)).ifPresent(events::add);
    }
    for (UnitEnd end : ends) {
      status(end.outcome(), told(end), failed)
          .map(status -> event(end, status))
          .ifPresent(events::add);
    }
    return events;
  }

  /// A producer's own message that comes for the first time and finds its unit ended is one more
  /// copy of what was told. A redelivered record, and a copy that was parked, may have been left by
  /// someone who could not tell.
  private static boolean told(UnitEnd end) {
    Received record = end.task().record();
    return !end.claimed() && record.receiveCount() == 1 && record.carried().id().isEmpty();
  }

  /// @param told whether whoever ended the unit before is there to tell of it
  private static Optional<Status> status(UnitOutcome outcome, boolean told, Set<String> failed) {
    return switch (outcome.kind()) {
      case SENT, SENT_TWICE -> Optional.of(Status.SENT);
      case SUPPRESSED -> Optional.of(Status.SUPPRESSED);
      case EXPIRED -> Optional.of(Status.EXPIRED);
      case REJECTED -> placed(outcome, Status.REJECTED, failed);
      case HELD -> placed(outcome, Status.HELD, failed);
      case DUPLICATE -> ended(State.valueOf(outcome.reason()), told);
      case PARKED, RETURNED -> Optional.empty();
    };
  }

  private static Optional<Status> placed(UnitOutcome outcome, Status status, Set<String> failed) {
    return failed.contains(outcome.messageId()) ? Optional.empty() : Optional.of(status);
  }

  /// An operator's command cannot tell: the copy that finds the unit cancelled does.
  private static Optional<Status> ended(State state, boolean told) {
    if (state == State.CANCELLED) {
      return Optional.of(Status.CANCELLED);
    }
    return told ? Optional.empty() : status(state);
  }

  private static Optional<Status> status(State state) {
    return switch (state) {
      case SENT -> Optional.of(Status.SENT);
      case SUPPRESSED -> Optional.of(Status.SUPPRESSED);
      case REJECTED -> Optional.of(Status.REJECTED);
      case EXPIRED -> Optional.of(Status.EXPIRED);
      case HELD -> Optional.of(Status.HELD);
      case CANCELLED -> Optional.of(Status.CANCELLED);
      case PENDING, CLAIMED, UNKNOWN -> Optional.empty();
    };
  }

  private static StatusEvent event(UnitOutcome outcome, Status status) {
    return new StatusEvent(
        new Subject(outcome.key(), outcome.stream(), outcome.tenant(), Map.of()),
        status,
        outcome.at(),
        occurrence(outcome),
        detail(outcome),
        List.of(),
        List.of());
  }

  private static StatusEvent event(UnitEnd end, Status status) {
    Email.Unit whole = end.task().unit();
    List<String> mailed = recipients(end.unit());
    return new StatusEvent(
        new Subject(
            end.outcome().key(), end.outcome().stream(), end.outcome().tenant(), whole.tags()),
        status,
        end.outcome().at(),
        occurrence(end.outcome()),
        detail(end.outcome()),
        mailed,
        recipients(whole).stream().filter(key -> !mailed.contains(key)).toList());
  }

  private static List<String> recipients(Email.Unit unit) {
    return Stream.of(unit.to(), unit.cc(), unit.bcc())
        .flatMap(List::stream)
        .map(Address::key)
        .distinct()
        .toList();
  }

  /// A unit ends once, but another message under its id may be refused any number of times.
  private static String occurrence(UnitOutcome outcome) {
    return outcome.reason().equals(RejectReason.ID_REUSED.name())
            || outcome.reason().equals(RejectReason.MALFORMED.name())
        ? outcome.messageId()
        : "";
  }

  /// A duplicate's reason is the state that it was found in.
  private static Detail detail(UnitOutcome outcome) {
    boolean found = outcome.kind() == UnitOutcome.Kind.DUPLICATE;
    return new Detail(
        outcome.sesMessageId().orElse(""), found ? "" : outcome.reason(), outcome.code(), "", "");
  }
}
