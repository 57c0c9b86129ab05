package dev.postrider.dispatch;

import dev.postrider.email.Decoded;
import dev.postrider.email.Email;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Decodes a record and tells what is work from what is not, before anything is claimed. Pure.
final class Admission {
  private final BiFunction<String, String, Decoded> decoder;
  private final DispatchPolicy policy;
  private final Backoff backoff;

  /// @param decoder from a body and the id of a message that has none
  Admission(BiFunction<String, String, Decoded> decoder, DispatchPolicy policy, Backoff backoff) {
    this.decoder = decoder;
    this.policy = policy;
    this.backoff = backoff;
  }

  /// What a record turned out to be.
  sealed interface Admitted {

    /// Units that can be sent now.
    record Work(List<Task> tasks) implements Admitted {}

    /// Nothing to send now: a copy goes to a queue.
    record Elsewhere(Placement placement, UnitOutcome outcome) implements Admitted {}
  }

  Admitted admit(Received record, Batch.Lane lane, Instant now) {
    return switch (decoded(record)) {
      case Decoded.Malformed malformed -> malformed(record, malformed, now);
      case Decoded.Accepted(Email email) ->
          policy
              .lifetimes()
              .problem(email, record.firstSeen(), now)
              .map(problem -> outlived(record, email, problem, now))
              .orElseGet(() -> accepted(record, email, lane, now));
    };
  }

  /// A body that overflows the stack does so each time: redelivered, it would take its neighbours
  /// along. (Out of memory, the instance ends: decision 0076.)
  private Decoded decoded(Received record) {
    try {
      return decoder.apply(record.body(), record.fallbackId());
    } catch (StackOverflowError e) {
      return new Decoded.Malformed(
          List.of(
              new Decoded.Problem(
                  "", "a structure that overflows the stack", "one that can be read")));
    }
  }

  private Admitted accepted(Received record, Email email, Batch.Lane lane, Instant now) {
    if (email.sendAt() != null && now.isBefore(email.sendAt())) {
      Duration delay = backoff.exactlyUntil(email.sendAt(), now);
      return parked(record, email, ParkReason.SCHEDULED, lane, delay, now);
    }
    if (lane == Batch.Lane.MAIL && policy.laneOf(email) == Batch.Lane.BULK) {
      return parked(record, email, ParkReason.BULK_LANE, Batch.Lane.BULK, Duration.ZERO, now);
    }
    return new Admitted.Work(
        record.carried().entries().unitsOf(email).stream()
            .map(unit -> new Task(record, lane, email, unit, 0, false))
            .toList());
  }

  private static Admitted parked(
      Received record,
      Email email,
      ParkReason reason,
      Batch.Lane lane,
      Duration delay,
      Instant now) {
    return new Admitted.Elsewhere(
        new Placement.Parked(
            record,
            email.id(),
            record.carried().entries(),
            lane,
            delay,
            record.carried().attempt(),
            reason),
        Outcomes.of(record, email, UnitOutcome.Kind.PARKED, reason.name(), now));
  }

  private static Admitted outlived(
      Received record, Email email, Decoded.Problem problem, Instant now) {
    RejectReason reason = RejectReason.MALFORMED;
    return new Admitted.Elsewhere(
        new Placement.Rejected(
            record, email.id(), record.carried().entries(), reason, problem.toString()),
        Outcomes.of(record, email, UnitOutcome.Kind.REJECTED, reason.name(), now));
  }

  private static Admitted malformed(Received record, Decoded.Malformed malformed, Instant now) {
    RejectReason reason = RejectReason.MALFORMED;
    return new Admitted.Elsewhere(
        new Placement.Rejected(
            record, record.fallbackId(), record.carried().entries(), reason, malformed.reason()),
        new UnitOutcome(
            record.messageId(),
            record.fallbackId(),
            "",
            Optional.empty(),
            UnitOutcome.Kind.REJECTED,
            reason.name(),
            "",
            Optional.empty(),
            record.carried().attempt(),
            Outcomes.inQueue(record, now),
            Duration.ZERO,
            0,
            false,
            now));
  }
}
