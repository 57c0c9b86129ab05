package dev.postrider.dispatch;

import dev.postrider.email.Address;
import dev.postrider.email.Email;
import dev.postrider.ledger.State;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.status.StatusEvent.Detail;
import dev.postrider.status.StatusEvent.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Derives the status event of an outcome. Pure.
///
/// The invocation that ends a unit publishes its event once. If that instance dies first, SQS
/// redelivers the record, and the invocation that finds the unit ended publishes the event.
final class OutcomeEvents {
  private OutcomeEvents() {}

  /// @param redelivered true if SQS redelivers the record: its copy is not where it should be, so
  ///     that nothing is final
  static Stream<StatusEvent> of(Finished finished, boolean redelivered) {
    return status(finished, redelivered).map(status -> event(finished, status)).stream();
  }

  private static Optional<Status> status(Finished finished, boolean redelivered) {
    return switch (finished.outcome()) {
      case Outcome.Sent _, Outcome.SentTwice _ -> Optional.of(Status.SENT);
      case Outcome.Suppressed _ -> Optional.of(Status.SUPPRESSED);
      case Outcome.Expired _ -> Optional.of(Status.EXPIRED);
      case Outcome.Rejected _ -> redelivered ? Optional.empty() : Optional.of(Status.REJECTED);
      case Outcome.Held _ -> redelivered ? Optional.empty() : Optional.of(Status.HELD);
      case Outcome.Duplicate(State state) -> ofDuplicate(finished, state);
      case Outcome.Deferred deferred -> ofDeferred(finished, deferred.why(), redelivered);
      case Outcome.Returned _ -> Optional.empty();
    };
  }

  /// Of what waits only a wrong setup is told, which no wait may end, and only when it is met
  /// first: its copies carry since when.
  private static Optional<Status> ofDeferred(
      Finished finished, DeferReason why, boolean redelivered) {
    boolean isFirst = finished.record().misconfiguredSince().isEmpty();
    return why == DeferReason.MISCONFIGURED && isFirst && !redelivered
        ? Optional.of(Status.DEFERRED)
        : Optional.empty();
  }

  /// An operator's command publishes nothing: the copy that finds the unit cancelled does.
  private static Optional<Status> ofDuplicate(Finished finished, State state) {
    boolean silent = state != State.CANCELLED && wasPublished(finished);
    return silent ? Optional.empty() : status(state);
  }

  /// True if the earlier invocation published the event. A producer's own message that comes for
  /// the first time and finds its unit ended is one more copy of what was published. A redelivered
  /// record and a deferred copy may come from an instance that died before it could publish.
  private static boolean wasPublished(Finished finished) {
    return finished.unit().filter(unit -> !unit.isClaimed()).isPresent()
        && finished.record().receiveCount() == 1
        && finished.record().carried().id().isEmpty();
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

  private static StatusEvent event(Finished finished, Status status) {
    Outcome outcome = finished.outcome();
    List<String> all = recipients(finished, Delivery::unit);
    List<String> mailed = recipients(finished, Delivery::mailed);
    return new StatusEvent(
        new Subject(
            finished.key(),
            finished.stream(),
            finished.tenant(),
            finished.unit().map(unit -> unit.unit().tags()).orElse(Map.of())),
        status,
        finished.at(),
        occurrence(finished),
        new Detail(
            outcome.sesMessageId(),
            outcome instanceof Outcome.Duplicate ? "" : outcome.reason(),
            outcome.code(),
            "",
            "",
            "",
            "",
            outcome.diagnostic().text()),
        mailed,
        all.stream().filter(key -> !mailed.contains(key)).toList());
  }

  private static List<String> recipients(
      Finished finished, Function<Delivery, Email.Unit> recipients) {
    return finished
        .unit()
        .map(recipients)
        .map(unit -> Stream.of(unit.to(), unit.cc(), unit.bcc()))
        .orElse(Stream.empty())
        .flatMap(List::stream)
        .map(Address::key)
        .distinct()
        .toList();
  }

  /// A unit ends once, but another message under its id may be refused any number of times.
  private static String occurrence(Finished finished) {
    return finished.outcome() instanceof Outcome.Rejected rejected && !rejected.why().endsUnit()
        ? finished.record().messageId()
        : "";
  }
}
