package dev.postrider.ledger;

import dev.postrider.ledger.ProtocolStep.Batched;
import dev.postrider.ledger.ProtocolStep.Concluded;
import dev.postrider.ledger.ProtocolStep.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// The steps of a claim: one write, and a second one only where an entry is taken over. Pure.
///
/// Why a mail is not sent twice although the function was killed: its claim stays in the ledger. A
/// later invocation finds the unit [Claim.Busy] until the lease ends, and [Claim.Unsettled] until
/// the grace is over. If SES had accepted the mail, its Send event makes the unit SENT meanwhile
/// ([ReportProtocol]), and the next claim finds it [Claim.EndedBefore]. Only when no event came may
/// the unit be sent again.
public final class ClaimProtocol {
  /// How often a unit whose outcome stays unknown is sent again. Where SES answers the same mail
  /// with an error each time, or no event ever comes back, only an operator can end it.
  static final int RESENDS = 2;

  /// The entry was deleted between two writes. The next copy makes a new one.
  static final String DELETED = "ENTRY_DELETED";

  private final ClaimRequest request;
  private final Duration grace;

  private ClaimProtocol(ClaimRequest request, Duration grace) {
    this.request = request;
    this.grace = grace;
  }

  /// Begins without a read, as if nobody had claimed the unit yet.
  ///
  /// @param grace how long a Send event may take to settle an unknown outcome
  public static ProtocolStep<Claim> claim(ClaimRequest request, Duration grace) {
    ClaimProtocol protocol = new ClaimProtocol(request, grace);
    return protocol.write(new Condition.Claimable(request.fingerprint()), false, true);
  }

  /// @param mayTakeOver false for a take-over: the invocation that came before it holds the unit
  private ProtocolStep<Claim> write(Condition condition, boolean resend, boolean mayTakeOver) {
    ConditionalWrite write =
        new ConditionalWrite(
            request.key(), request.now(), condition, new Change.TakeClaim(request, resend));
    return new Write<>(
        write,
        before ->
            new Concluded<>(new Claim.Granted(before.map(Entry::claims).orElse(0) + 1, resend)),
        found -> refused(found, mayTakeOver),
        mayTakeOver && !request.seenBefore() ? Optional.of(ofNewUnit(write)) : Optional.empty());
  }

  private static Batched<Claim> ofNewUnit(ConditionalWrite write) {
    return new Batched<>(
        write.under(new Condition.Unchanged(Optional.empty())), new Claim.Granted(1, false));
  }

  private ProtocolStep<Claim> refused(Optional<Entry> found, boolean mayTakeOver) {
    if (found.isEmpty()) {
      return new Concluded<>(new Claim.Unwritten(DELETED));
    }
    Entry entry = found.get();
    if (isOurs(entry)) {
      return new Concluded<>(new Claim.Granted(entry.claims(), false));
    }
    if (entry.fingerprint() != null && !entry.fingerprint().equals(request.fingerprint())) {
      return new Concluded<>(new Claim.IdReused());
    }
    return switch (entry.state()) {
      case PENDING -> takeOver(entry, false, mayTakeOver);
      case CLAIMED -> claimed(entry, mayTakeOver);
      case UNKNOWN -> unknown(entry, mayTakeOver);
      case SENT, SUPPRESSED, REJECTED, EXPIRED, CANCELLED, HELD ->
          new Concluded<>(new Claim.EndedBefore(entry.state()));
    };
  }

  /// A conditional write that took effect although its answer was lost comes back as a conflict
  /// with itself.
  private boolean isOurs(Entry entry) {
    return entry.state() == State.CLAIMED && request.token().equals(entry.token());
  }

  private ProtocolStep<Claim> claimed(Entry entry, boolean mayTakeOver) {
    Instant leaseUntil = entry.graceFrom();
    return request.now().isBefore(leaseUntil)
        ? new Concluded<>(new Claim.Busy(leaseUntil))
        : unknown(entry, mayTakeOver);
  }

  private ProtocolStep<Claim> unknown(Entry entry, boolean mayTakeOver) {
    Instant decidableAt = entry.graceFrom().plus(grace);
    if (request.now().isBefore(decidableAt)) {
      return new Concluded<>(new Claim.Unsettled(decidableAt));
    }
    return switch (request.onUnknown()) {
      case END -> takeOver(entry, false, mayTakeOver);
      case RESEND -> entry.resends() < RESENDS ? takeOver(entry, true, mayTakeOver) : hold(entry);
      case HOLD -> hold(entry);
    };
  }

  private ProtocolStep<Claim> takeOver(Entry entry, boolean resend, boolean mayTakeOver) {
    return mayTakeOver
        ? write(new Condition.Unchanged(Optional.of(entry)), resend, false)
        : new Concluded<>(new Claim.Busy(request.leaseUntil()));
  }

  private static ProtocolStep<Claim> hold(Entry entry) {
    return new Concluded<>(new Claim.Hold(Objects.requireNonNullElse(entry.token(), "")));
  }
}
