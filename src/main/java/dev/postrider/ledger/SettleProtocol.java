package dev.postrider.ledger;

import dev.postrider.ledger.Change.MoveTo;
import dev.postrider.ledger.ProtocolStep.Batched;
import dev.postrider.ledger.ProtocolStep.Concluded;
import dev.postrider.ledger.ProtocolStep.Write;
import dev.postrider.ledger.Settlement.ClaimResult;
import java.time.Instant;
import java.util.Optional;

/// The steps of a settlement: one write, and a second one only where SES accepted the unit twice.
/// Pure.
public final class SettleProtocol {
  /// The last claim whose release is in the history. A claim that is let go without a send can
  /// happen without bound, and an entry that is ever longer costs ever more.
  private static final int LAST_RELEASE = 8;

  private SettleProtocol() {}

  public static ProtocolStep<Settled> settle(Settlement settlement) {
    return switch (settlement.result()) {
      case ClaimResult.SesAccepted(String sesMessageId) -> sent(settlement, sesMessageId);
      case ClaimResult.OutcomeUnknown(String code, Optional<Instant> nextTry) ->
          move(
              settlement,
              new MoveTo(State.UNKNOWN, code, Optional.of(settlement.now()), true, "", nextTry));
      case ClaimResult.Released(
              String reason,
              int claim,
              String text,
              Optional<Instant> nextTry) -> {
        boolean inHistory = claim > 0 && claim <= LAST_RELEASE;
        yield move(
            settlement,
            new MoveTo(State.PENDING, reason, Optional.empty(), inHistory, text, nextTry));
      }
      case ClaimResult.EndedUnsent(State state, String reason, String text) ->
          move(
              settlement,
              new MoveTo(state, reason, Optional.empty(), true, text, Optional.empty()));
    };
  }

  private static ProtocolStep<Settled> move(Settlement settlement, MoveTo move) {
    ConditionalWrite write = write(settlement, claimed(settlement), move);
    return new Write<>(
        write,
        before -> new Concluded<>(new Settled.Confirmed()),
        found ->
            new Concluded<>(
                found
                    .<Settled>map(entry -> new Settled.Overtaken(entry.state()))
                    .orElse(new Settled.Unrecorded(ClaimProtocol.DELETED))),
        Optional.of(new Batched<>(write, new Settled.Confirmed())));
  }

  private static Condition claimed(Settlement settlement) {
    return new Condition.ClaimedBy(settlement.token());
  }

  /// That SES accepted the unit is a fact, also when another invocation holds the claim by now.
  /// While the claim holds it, nobody has recorded an acceptance.
  private static ProtocolStep<Settled> sent(Settlement settlement, String sesMessageId) {
    ConditionalWrite write =
        write(settlement, new Condition.NotAccepted(), new Change.RecordAcceptance(sesMessageId));
    return new Write<>(
        write,
        before -> new Concluded<>(new Settled.Confirmed()),
        found -> acceptedBefore(settlement, sesMessageId, found),
        Optional.of(new Batched<>(write.under(claimed(settlement)), new Settled.Confirmed())));
  }

  private static ProtocolStep<Settled> acceptedBefore(
      Settlement settlement, String sesMessageId, Optional<Entry> found) {
    Condition further = new Condition.SentUnderOtherId(sesMessageId);
    String earlier = found.map(Entry::sesMessageId).orElse("");
    return further.holds(found)
        ? new Write<>(
            write(settlement, further, new Change.RecordFurtherSend(sesMessageId)),
            before -> new Concluded<>(new Settled.AcceptedTwice(earlier)),
            known -> new Concluded<>(new Settled.Confirmed()))
        : new Concluded<>(new Settled.Confirmed());
  }

  private static ConditionalWrite write(Settlement settlement, Condition condition, Change change) {
    return new ConditionalWrite(settlement.key(), settlement.now(), condition, change);
  }
}
