package dev.postrider.dispatch;

import dev.postrider.email.Email;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What this invocation is done with, and how it ended: a line of the log. Holds addresses; its
/// outcome holds none.
public sealed interface Finished {

  /// The record that brought it.
  Received record();

  /// The unit's key in the ledger; of a whole message its id, or SQS's where it has none.
  String key();

  /// Empty for a message that cannot be read.
  Optional<Email> email();

  Outcome outcome();

  /// When it ended so.
  Instant at();

  /// A unit.
  ///
  /// @param owed how it ends if the ledger can be told after all; null when nothing is missing
  record FinishedUnit(Delivery delivery, Outcome outcome, Instant at, @Nullable FinishedUnit owed)
      implements Finished {
    public FinishedUnit(Delivery delivery, Outcome outcome, Instant at) {
      this(delivery, outcome, at, null);
    }

    @Override
    public Received record() {
      return delivery.record();
    }

    @Override
    public String key() {
      return delivery.key();
    }

    @Override
    public Optional<Email> email() {
      return Optional.of(delivery.email());
    }

    /// The same with another outcome; nothing is owed.
    FinishedUnit with(Outcome other, Instant now) {
      return new FinishedUnit(delivery, other, now);
    }
  }

  /// A message that was not looked at unit by unit: malformed, or not due in this lane.
  ///
  /// @param lane where its deferred copy goes
  record FinishedMessage(
      Received record, Batch.Lane lane, Optional<Email> email, Outcome outcome, Instant at)
      implements Finished {
    @Override
    public String key() {
      return email.map(Email::id).orElse(record.fallbackId());
    }
  }

  /// Empty for a message that cannot be read.
  default String stream() {
    return email().map(Email::stream).orElse("");
  }

  /// Of the message; empty when it names none.
  default Optional<String> tenant() {
    return email().map(Email::tenant);
  }

  /// Of the call that offered it to SES; zero when there was none.
  default Duration sesLatency() {
    return this instanceof FinishedUnit unit ? unit.delivery().sesLatency() : Duration.ZERO;
  }

  /// How long the message could have been sent, from its enqueueing or its `sendAt`.
  default Duration inQueue() {
    Instant seen = record().firstSeen();
    Instant due = email().map(Email::sendAt).filter(seen::isBefore).orElse(seen);
    Duration age = Duration.between(due, at());
    return age.isNegative() ? Duration.ZERO : age;
  }
}
