package dev.postrider.dispatch;

import dev.postrider.email.Email;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Makes the outcomes that a batch reports.
final class Outcomes {
  private Outcomes() {}

  /// The outcome of a whole message that was not looked at unit by unit.
  static UnitOutcome of(
      Received record, Email email, UnitOutcome.Kind kind, String reason, Instant now) {
    return make(record, email, email.id(), kind, reason, "", false, now);
  }

  /// The outcome of a unit that was not offered to SES.
  static UnitOutcome of(Task task, UnitOutcome.Kind kind, String reason, String code, Instant now) {
    return make(
        task.record(), task.email(), task.unit().key(), kind, reason, code, task.resend(), now);
  }

  /// The outcome of a unit that was offered to SES.
  static UnitOutcome offered(
      Attempted attempted,
      UnitOutcome.Kind kind,
      String reason,
      String code,
      Optional<String> sesMessageId,
      Instant now) {
    Task task = attempted.ready().task();
    return new UnitOutcome(
        task.record().messageId(),
        task.unit().key(),
        task.email().stream(),
        Optional.ofNullable(task.email().tenant()),
        kind,
        reason,
        code,
        sesMessageId,
        task.record().carried().attempt(),
        inQueue(task.record(), task.email(), now),
        attempted.latency(),
        attempted.ready().outgoing().unit().recipientCount(),
        task.resend(),
        now);
  }

  /// How long a message that nobody can read has been with us.
  static Duration inQueue(Received record, Instant now) {
    return since(record.firstSeen(), now);
  }

  /// How long the message could have been sent: scheduled mail is not late before its time.
  private static Duration inQueue(Received record, Email email, Instant now) {
    Instant sendAt = email.sendAt();
    return since(
        sendAt != null && sendAt.isAfter(record.firstSeen()) ? sendAt : record.firstSeen(), now);
  }

  private static Duration since(Instant begin, Instant now) {
    Duration age = Duration.between(begin, now);
    return age.isNegative() ? Duration.ZERO : age;
  }

  private static UnitOutcome make(
      Received record,
      Email email,
      String key,
      UnitOutcome.Kind kind,
      String reason,
      String code,
      boolean resend,
      Instant now) {
    return new UnitOutcome(
        record.messageId(),
        key,
        email.stream(),
        Optional.ofNullable(email.tenant()),
        kind,
        reason,
        code,
        Optional.empty(),
        record.carried().attempt(),
        inQueue(record, email, now),
        Duration.ZERO,
        0,
        resend,
        now);
  }
}
