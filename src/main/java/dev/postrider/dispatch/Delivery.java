package dev.postrider.dispatch;

import dev.postrider.email.Email;
import java.time.Duration;
import java.time.Instant;

/// One unit of mail on its way through one invocation. Each stage hands on what it learned:
/// admission the first four values, the claim stage the claim and who is left to be mailed, the
/// send stage how long SES took.
///
/// @param email where content, sender and options come from
/// @param unit the unit with all of its recipients
/// @param mailed the unit with the recipients that may be mailed; `unit` until that is known
/// @param token of the claim, empty before it
/// @param claims how often the unit has been claimed, this time included; 0 before its claim, and
///     where the claim had no answer
/// @param resend true if the unit was claimed again because an earlier outcome stayed unknown, so
///     that a second copy of the mail is possible
/// @param alone true if it must not share a call: SES refused the whole call that it was in
/// @param paced whether the pace had no slot free when it was asked for this one
/// @param sesLatency of the call that offered it to SES; zero before that
public record Delivery(
    Received record,
    Batch.Lane lane,
    Email email,
    Email.Unit unit,
    Email.Unit mailed,
    String token,
    int claims,
    boolean resend,
    boolean alone,
    boolean paced,
    Duration sesLatency) {

  /// A unit that nobody has claimed yet.
  public Delivery(Received record, Batch.Lane lane, Email email, Email.Unit unit) {
    this(record, lane, email, unit, unit, "", 0, false, false, false, Duration.ZERO);
  }

  /// The unit's key in the ledger.
  public String key() {
    return unit.key();
  }

  /// How many recipients SES counts.
  public int recipients() {
    return mailed.recipientCount();
  }

  /// The unit as it ended; nothing is owed to the ledger.
  public Finished.FinishedUnit ended(Outcome outcome, Instant at) {
    return new Finished.FinishedUnit(this, outcome, at, null);
  }

  /// The unit as a defect leaves it: the ledger knows how far it came.
  Finished.FinishedUnit returned(RuntimeException defect, Instant at) {
    return ended(new Outcome.Returned("DEFECT", defect.getClass().getSimpleName()), at);
  }

  /// When its `expiresAt` has passed, it is not sent any more.
  boolean isExpired(Instant now) {
    return email.expiresAt() != null && !now.isBefore(email.expiresAt());
  }

  boolean isClaimed() {
    return !token.isEmpty();
  }

  Delivery claimed(String claimToken, int number, boolean again) {
    return new Delivery(
        record, lane, email, unit, mailed, claimToken, number, again, alone, paced, sesLatency);
  }

  Delivery mailing(Email.Unit left) {
    return new Delivery(
        record, lane, email, unit, left, token, claims, resend, alone, paced, sesLatency);
  }

  Delivery byItself() {
    return new Delivery(
        record, lane, email, unit, mailed, token, claims, resend, true, paced, sesLatency);
  }

  Delivery offered(Duration latency) {
    return new Delivery(
        record, lane, email, unit, mailed, token, claims, resend, alone, paced, latency);
  }

  Delivery inSlot(boolean waited) {
    return new Delivery(
        record, lane, email, unit, mailed, token, claims, resend, alone, waited, sesLatency);
  }

  /// Without addresses.
  @Override
  public String toString() {
    return "Delivery[" + key() + "]";
  }
}
