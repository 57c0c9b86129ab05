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

  /// The lane that its deferred copy goes to.
  Batch.Lane lane();

  /// Empty for a message that cannot be read.
  Optional<Email> email();

  /// The unit; empty for a message that was not looked at unit by unit.
  Optional<Delivery> unit();

  Outcome outcome();

  /// When it ended so.
  Instant at();

  /// A unit.
  ///
  /// @param owed how it ends if the ledger can be told after all; null when nothing is missing
  record FinishedUnit(Delivery delivery, Outcome outcome, Instant at, @Nullable FinishedUnit owed)
      implements Finished {

    @Override
    public Received record() {
      return delivery.record();
    }

    @Override
    public Batch.Lane lane() {
      return delivery.lane();
    }

    @Override
    public Optional<Email> email() {
      return Optional.of(delivery.email());
    }

    @Override
    public Optional<Delivery> unit() {
      return Optional.of(delivery);
    }

    /// The same with an outcome that the ledger could not be told.
    FinishedUnit owing(Outcome outcome, Instant at) {
      return new FinishedUnit(delivery, outcome, at, this);
    }
  }

  /// A message that was not looked at unit by unit: malformed, or not due in this lane.
  record FinishedMessage(
      Received record, Batch.Lane lane, Optional<Email> email, Outcome outcome, Instant at)
      implements Finished {
    @Override
    public Optional<Delivery> unit() {
      return Optional.empty();
    }
  }

  /// The message's id, or SQS's where it has none that can be read.
  default String id() {
    return email().map(Email::id).orElse(record().fallbackId());
  }

  /// The unit's key in the ledger; of a whole message its id.
  default String key() {
    return unit().map(Delivery::key).orElseGet(this::id);
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
    return unit().map(Delivery::sesLatency).orElse(Duration.ZERO);
  }

  /// Whether it says how prompt Postrider is: mail of the mail lane that SES accepted, and that did
  /// not wait for what it must wait for. A copy waited for its time, the ledger, a pause or the
  /// pace; so did mail whose slot was not free at once.
  default boolean tellsPromptness() {
    return outcome() instanceof Outcome.Sent
        && lane() == Batch.Lane.MAIL
        && record().carried().id().isEmpty()
        && unit().filter(unit -> !unit.paced()).isPresent();
  }

  /// How long the message could have been sent, from its enqueueing or its `sendAt`.
  default Duration inQueue() {
    Instant seen = record().firstSeen();
    Instant due = email().map(Email::sendAt).filter(seen::isBefore).orElse(seen);
    Duration age = Duration.between(due, at());
    return age.isNegative() ? Duration.ZERO : age;
  }
}
