package dev.postrider.dispatch;

import dev.postrider.email.Decoded;
import dev.postrider.email.Email;
import dev.postrider.ledger.Diagnostic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Decodes records and tells what can be sent now from what cannot, before anything is claimed.
/// Pure.
///
/// @param decoder from a body and the id of a message that has none
record Admission(
    BiFunction<String, String, Decoded> decoder, DispatchPolicy policy, Backoff backoff) {

  /// Admits a record.
  ///
  /// @param log takes the message if nothing of it can be sent now
  /// @return its units that can be sent now
  List<Delivery> admit(Received record, Batch.Lane lane, Instant now, BatchLog log) {
    return switch (decoded(record)) {
      case Decoded.Malformed malformed -> {
        log.add(malformed(record, lane, Optional.empty(), malformed.reason(), now));
        yield List.of();
      }
      case Decoded.WellFormed(Email email) -> accepted(record, email, lane, now, log);
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

  private List<Delivery> accepted(
      Received record, Email email, Batch.Lane lane, Instant now, BatchLog log) {
    var outlived = policy.lifetimes().problem(email, record.firstSeen(), now);
    if (outlived.isPresent()) {
      log.add(malformed(record, lane, Optional.of(email), outlived.get().toString(), now));
      return List.of();
    }
    if (email.sendAt() != null && now.isBefore(email.sendAt())) {
      Duration delay = backoff.exactlyUntil(email.sendAt(), now);
      log.add(deferred(record, email, lane, DeferReason.SCHEDULED, delay, now));
      return List.of();
    }
    if (lane == Batch.Lane.MAIL && policy.laneOf(email) == Batch.Lane.BULK) {
      log.add(deferred(record, email, Batch.Lane.BULK, DeferReason.BULK_LANE, Duration.ZERO, now));
      return List.of();
    }
    return record.carried().entries().unitsOf(email).stream()
        .map(unit -> new Delivery(record, lane, email, unit))
        .toList();
  }

  private static Finished deferred(
      Received record, Email email, Batch.Lane lane, DeferReason why, Duration delay, Instant now) {
    return new Finished.FinishedMessage(
        record, lane, Optional.of(email), new Outcome.Deferred(why, "", delay), now);
  }

  private static Finished malformed(
      Received record, Batch.Lane lane, Optional<Email> email, String detail, Instant now) {
    return new Finished.FinishedMessage(
        record,
        lane,
        email,
        new Outcome.Rejected(RejectReason.MALFORMED, detail, Diagnostic.NONE),
        now);
  }
}
