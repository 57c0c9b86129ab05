package dev.postrider.dispatch;

import dev.postrider.ledger.Diagnostic;
import dev.postrider.ledger.State;
import java.time.Duration;

/// How a unit ended in this invocation. Log line, metric, status event, the ledger's next state and
/// what becomes of the SQS record follow from it. Holds no address and no body.
public sealed interface Outcome {

  /// SES accepted the unit. SQS forgets the record.
  record Sent(String sesMessageId) implements Outcome {}

  /// SES accepted the unit twice: the message ids differ. SQS forgets the record.
  record SentTwice(String sesMessageId) implements Outcome {}

  /// A second copy of a message that has ended, or whose unit moved on meanwhile. SQS forgets it.
  record Duplicate(State state) implements Outcome {}

  /// Nobody in `to` may be mailed. SQS forgets the record.
  ///
  /// @param reason the most severe suppression's
  record Suppressed(String reason) implements Outcome {}

  /// Its `expiresAt` passed before it was sent. SQS forgets the record.
  record Expired() implements Outcome {}

  /// It can never be sent. A copy goes to the rejected queue before SQS forgets the record.
  ///
  /// @param detail what is wrong, for people
  /// @param diagnostic SES's; none when SES was not asked
  record Rejected(RejectReason why, String detail, Diagnostic diagnostic) implements Outcome {}

  /// It waits. A delayed copy is enqueued before SQS forgets the record.
  ///
  /// @param diagnostic of SES or another service; none when there was none
  /// @param delay how long the copy stays away
  record Deferred(DeferReason why, Diagnostic diagnostic, Duration delay) implements Outcome {

    /// Without a text.
    public Deferred(DeferReason why, String code, Duration delay) {
      this(why, Diagnostic.of(code), delay);
    }
  }

  /// Its outcome stayed unknown, and its stream is held then. A copy goes to the held queue before
  /// SQS forgets the record.
  record Held() implements Outcome {}

  /// SQS redelivers the record as it is.
  record Returned(String reason, String code) implements Outcome {}

  /// Within the outcome: a [DeferReason], a [RejectReason], the suppression's reason, a duplicate's
  /// state; empty when nothing needs saying.
  default String reason() {
    return switch (this) {
      case Duplicate(State state) -> state.name();
      case Expired _ -> "EXPIRED";
      case Rejected rejected -> rejected.why().name();
      case Deferred deferred -> deferred.why().name();
      case Suppressed(String reason) -> reason;
      case Returned(String reason, String _) -> reason;
      case Sent _, SentTwice _, Held _ -> "";
    };
  }

  /// What SES or another service said of it; none when nothing was said. An outcome with a
  /// `diagnostic` answers with that.
  default Diagnostic diagnostic() {
    return Diagnostic.NONE;
  }

  /// An error code of SES or another service; empty when there was none. An outcome with a `code`
  /// answers with that.
  default String code() {
    return diagnostic().code();
  }

  /// Empty unless SES is known to have accepted the unit in this invocation. An outcome with a
  /// `sesMessageId` answers with that.
  default String sesMessageId() {
    return "";
  }

  /// True if an operator must find the copy before the ledger says that the unit ended so.
  default boolean waitsForItsCopy() {
    return switch (this) {
      case Rejected _, Held _ -> true;
      case Sent _, SentTwice _, Duplicate _, Suppressed _, Expired _, Deferred _, Returned _ ->
          false;
    };
  }

  /// The outcome's public name: it stands in log lines.
  default String label() {
    return switch (this) {
      case Sent _ -> "SENT";
      case SentTwice _ -> "SENT_TWICE";
      case Duplicate _ -> "DUPLICATE";
      case Suppressed _ -> "SUPPRESSED";
      case Expired _ -> "EXPIRED";
      case Rejected _ -> "REJECTED";
      case Deferred _ -> "DEFERRED";
      case Held _ -> "HELD";
      case Returned _ -> "RETURNED";
    };
  }
}
