package dev.postrider.simulation;

import dev.postrider.calls.Chunks;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// One instance's way to the ledger's table in memory: each batch, and each conditional write that
/// is alone, is a call at a time of its own.
record SimulatedLedger(World world, Instance instance) implements Ledger, DeliveryLedger {
  /// DynamoDB's limit of a batch.
  private static final int STATEMENTS = 25;

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

  /// Writes in batches what can be, as `DynamoLedger` does, and the rest one by one; of both it
  /// begins all at once, and waits for all.
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
    List<Pending<A>> pending = new ArrayList<>();
    for (Q request : requests) {
      pending.add(
          new Pending<>(
              pending.size(),
              protocol.apply(request),
              (changed, answer) -> conclusion.reached(request, changed, answer)));
    }
    Map<Integer, A> answers = new HashMap<>();
    List<Pending<A>> batched = pending.stream().filter(one -> one.batched().isPresent()).toList();
    if (batched.size() > 1) {
      instance
          .<List<Pending<A>>, Map<Integer, A>>awaitAll(
              Chunks.of(batched, STATEMENTS),
              (chunk, answer) ->
                  world.ledgerTable.request(
                      instance,
                      giveUpAt,
                      () -> takeBatch(chunk),
                      taken -> answer.accept(taken.orElseGet(() -> givenUp(chunk, givenUp)))))
          .forEach(answers::putAll);
    }
    List<Pending<A>> left =
        pending.stream().filter(one -> !answers.containsKey(one.index())).toList();
    Iterator<A> alone =
        instance
            .<Pending<A>, A>awaitAll(
                left,
                (one, answer) ->
                    finish(
                        one.step(),
                        giveUpAt,
                        one.conclusion(),
                        concluded -> answer.accept(concluded.orElse(givenUp))))
            .iterator();
    return pending.stream()
        .map(one -> Objects.requireNonNullElseGet(answers.get(one.index()), alone::next))
        .toList();
  }

  /// A request before its first write.
  ///
  /// @param index its position among the requests
  /// @param conclusion told whether a write changed the entry, and its answer
  private record Pending<A>(int index, ProtocolStep<A> step, BiConsumer<Boolean, A> conclusion) {

    Optional<ProtocolStep.Batched<A>> batched() {
      return step instanceof ProtocolStep.Write<A> write ? write.batched() : Optional.empty();
    }
  }

  private static <A> Map<Integer, A> givenUp(List<Pending<A>> chunk, A answer) {
    Map<Integer, A> answers = new HashMap<>();
    chunk.forEach(one -> answers.put(one.index(), answer));
    return answers;
  }

  /// What the table does with a batch: each statement takes effect or fails by itself.
  private <A> Map<Integer, A> takeBatch(List<Pending<A>> chunk) {
    Map<Integer, A> answers = new HashMap<>();
    for (Pending<A> one : chunk) {
      SimulatedFault fault =
          world.chance.which(
              world.chance.dice(),
              SimulatedFault.STATEMENT_FAILED,
              SimulatedFault.STATEMENT_ANSWER_LOST);
      if (fault != SimulatedFault.STATEMENT_FAILED) {
        Optional<A> written = world.ledger.write(one.batched().orElseThrow());
        written.ifPresent(answer -> one.conclusion().accept(true, answer));
        if (fault == null && written.isPresent()) {
          answers.put(one.index(), written.get());
        }
      }
    }
    return answers;
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
