package dev.postrider.email;

import dev.postrider.email.Decoded.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long a message may live. A row of the ledger dies at the earliest so long after its message
/// was first enqueued as the ledger keeps rows; a message that outlived it could be sent twice, or
/// although it was cancelled. Counted from the first enqueueing, whatever copies were made since
/// (docs/decisions/0080). Pure.
///
/// @param ledger how long the ledger keeps a row
/// @param queue how long a queue keeps a message
/// @param margin for clocks, and for an invocation that began in time
public record Lifetimes(Duration ledger, Duration queue, Duration margin) {

  /// The lifetimes of a stack, whose queues keep messages as long as SQS can.
  ///
  /// @param ledger how long its ledger keeps a row
  public static Lifetimes ofLedger(Duration ledger) {
    return new Lifetimes(ledger, Duration.ofDays(14), Duration.ofDays(1));
  }

  /// Since its first enqueueing, after which a message is not sent any more.
  public Duration longest() {
    return ledger.minus(margin);
  }

  /// Since its first enqueueing, what a message may be scheduled for at the latest: from then on it
  /// has a queue's time to be sent in.
  public Duration furthest() {
    return longest().minus(queue);
  }

  /// Why a message can not be sent, now or at its time; empty when it can.
  ///
  /// @param firstSeen when its producer enqueued it
  public Optional<Problem> problem(Email email, Instant firstSeen, Instant now) {
    if (!now.isBefore(firstSeen.plus(longest()))) {
      return Optional.of(
          new Problem(
              "",
              "one that was first enqueued at " + firstSeen,
              "less than "
                  + text(longest())
                  + " ago: the ledger no longer knows what became of it"));
    }
    Instant sendAt = email.sendAt();
    if (sendAt != null && now.isBefore(sendAt) && sendAt.isAfter(firstSeen.plus(furthest()))) {
      return Optional.of(
          new Problem(
              "/sendAt",
              sendAt.toString(),
              "at most "
                  + text(furthest())
                  + " after the message was first enqueued, at "
                  + firstSeen));
    }
    return Optional.empty();
  }

  private static String text(Duration duration) {
    return duration.equals(Duration.ofDays(duration.toDays()))
        ? duration.toDays() + " days"
        : duration.toString();
  }
}
