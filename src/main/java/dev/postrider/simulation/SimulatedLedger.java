package dev.postrider.simulation;

import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimProtocol;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.ProtocolStep;
import dev.postrider.ledger.ProtocolStep.Concluded;
import dev.postrider.ledger.ReportProtocol;
import dev.postrider.ledger.SettleProtocol;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// One instance's way to the ledger's table in memory: each conditional write of a protocol is a
/// call at a time of its own.
record SimulatedLedger(World world, Instance instance) implements Ledger, DeliveryLedger {
  private static final String GAVE_UP = "ApiCallTimeoutException";

  @Override
  public List<Claim> claim(List<ClaimRequest> requests, Instant until) {
    return all(
        requests,
        until,
        request -> ClaimProtocol.claim(request, Scenario.GRACE),
        this::concluded,
        new Claim.Unwritten(GAVE_UP));
  }

  @Override
  public List<Settled> settle(List<Settlement> settlements, Instant until) {
    return all(
        settlements,
        until,
        SettleProtocol::settle,
        (settlement, _, settled) -> concluded(settlement, settled),
        new Settled.Unrecorded(GAVE_UP));
  }

  /// Told when a write at the table concludes a request.
  private interface Conclusion<Q, A> {
    /// @param changed whether the write changed the entry
    void reached(Q request, boolean changed, A answer);
  }

  /// Begins all at once, and waits for all.
  ///
  /// @param givenUp the answer to a request of which a call was given up, whether or not it took
  ///     effect
  private <Q, A> List<A> all(
      List<Q> requests,
      Instant until,
      Function<Q, ProtocolStep<A>> protocol,
      Conclusion<Q, A> conclusion,
      A givenUp) {
    long giveUpAt = instance.worldTime(until);
    return instance.awaitAll(
        requests,
        (request, answer) ->
            finish(
                protocol.apply(request),
                giveUpAt,
                (changed, concluded) -> conclusion.reached(request, changed, concluded),
                concluded -> answer.accept(concluded.orElse(givenUp))));
  }

  private <A> void finish(
      ProtocolStep<A> step,
      long giveUpAt,
      BiConsumer<Boolean, A> conclusion,
      Consumer<Optional<A>> answer) {
    switch (step) {
      case Concluded<A>(A result) -> answer.accept(Optional.of(result));
      case ProtocolStep.Write<A> write ->
          world.ledgerTable.request(
              instance,
              giveUpAt,
              () -> take(write, conclusion),
              next ->
                  next.ifPresentOrElse(
                      following -> finish(following, giveUpAt, conclusion, answer),
                      () -> answer.accept(Optional.empty())));
    }
  }

  private <A> ProtocolStep<A> take(ProtocolStep.Write<A> write, BiConsumer<Boolean, A> conclusion) {
    String key = write.write().key();
    Optional<Entry> before = world.ledger.entry(key);
    ProtocolStep<A> next = world.ledger.write(write);
    if (next instanceof Concluded<A>(A answer)) {
      conclusion.accept(!before.equals(world.ledger.entry(key)), answer);
    }
    return next;
  }

  private void concluded(ClaimRequest request, boolean changed, Claim claim) {
    if (changed && claim instanceof Claim.Granted(int _, boolean again)) {
      world.expiry.set(request.key(), world.scenario.lifetimes().ledger());
      world.truth.claimed(request.key(), request.stream(), again);
      instance.note(again ? "CLAIMED_AGAIN" : "CLAIMED", request.key(), "");
    }
  }

  private void concluded(Settlement settlement, Settled settled) {
    GroundTruth.UnitTruth unit = world.truth.unit(settlement.key());
    if (settlement.result() instanceof Settlement.ClaimResult.SesAccepted(String sesMessageId)) {
      world.expiry.setIfAbsent(settlement.key(), world.scenario.lifetimes().ledger());
      unit.told.add(sesMessageId);
    }
    if (settled instanceof Settled.AcceptedTwice) {
      unit.countedTwice++;
    }
    instance.note("SETTLED", settlement.key(), name(settlement, settled));
  }

  private static String name(Settlement settlement, Settled settled) {
    String wanted =
        switch (settlement.result()) {
          case Settlement.ClaimResult.SesAccepted _ -> "Sent";
          case Settlement.ClaimResult.OutcomeUnknown _ -> "Unknown";
          case Settlement.ClaimResult.Released _ -> "Released";
          case Settlement.ClaimResult.EndedUnsent(State state, String _, String _) -> state.name();
        };
    return settled instanceof Settled.Confirmed
        ? wanted
        : wanted + ": " + settled.getClass().getSimpleName();
  }

  @Override
  public ReportOutcome record(DeliveryReport report) {
    return instance
        .<Optional<ReportOutcome>>await(
            answer ->
                finish(
                    ReportProtocol.record(report),
                    Long.MAX_VALUE,
                    (_, learnt) ->
                        world.truth.reported(report.key(), report.sesMessageId(), learnt),
                    answer))
        .orElseThrow(() -> new IllegalStateException("the ledger could not be written"));
  }
}
