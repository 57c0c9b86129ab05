package dev.postrider.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What one invocation did with one unit: a line of the log, and the source of the metrics. Holds
/// no address and no body.
///
/// @param messageId SQS's id of the record that brought it
/// @param key the unit's key in the ledger; SQS's message id where the message has none
/// @param reason within the kind: a [ParkReason], a [RejectReason], the suppression's reason, a
///     duplicate's state; empty when nothing needs saying
/// @param code an error code of SES or another service; empty when there was none
/// @param sesMessageId present when SES is known to have accepted the unit
/// @param attempt how often the message was parked before
/// @param inQueue from the producer's enqueueing, or from `sendAt` if that is later, until now
/// @param sesLatency of the SES call; zero when there was none
/// @param recipients how many were offered to SES
/// @param resend whether the unit was claimed again because an earlier outcome stayed unknown
/// @param at when it ended so
public record UnitOutcome(
    String messageId,
    String key,
    String stream,
    Optional<String> tenant,
    Kind kind,
    String reason,
    String code,
    Optional<String> sesMessageId,
    int attempt,
    Duration inQueue,
    Duration sesLatency,
    int recipients,
    boolean resend,
    Instant at) {

  /// The kinds of outcome; public, since metrics are named after them.
  public enum Kind {
    SENT,
    /// A second copy of a message that has ended, or whose unit moved on meanwhile.
    DUPLICATE,
    SUPPRESSED,
    EXPIRED,
    REJECTED,
    PARKED,
    HELD,
    /// Left to SQS to redeliver.
    RETURNED,
    /// SES accepted the unit twice: the message ids differ.
    SENT_TWICE
  }

  /// The same outcome under another kind.
  UnitOutcome as(Kind other) {
    return new UnitOutcome(
        messageId,
        key,
        stream,
        tenant,
        other,
        reason,
        code,
        sesMessageId,
        attempt,
        inQueue,
        sesLatency,
        recipients,
        resend,
        at);
  }
}
