package dev.postrider.simulation;

import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimProtocol;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.ProtocolStep.Concluded;
import dev.postrider.ledger.SettleProtocol;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One instance's way to the ledger: the conditional writes of the claim protocol, each at a time
/// of its own, on the table in memory.
final class SimulatedLedger implements Ledger {
  private static final String GAVE_UP = "ApiCallTimeoutException";

  private final World world;
  private final Instance instance;
  private final LedgerCalls calls;

  SimulatedLedger(World world, Instance instance) {
    this.world = world;
    this.instance = instance;
    this.calls = new LedgerCalls(world, instance);
  }

  @Override
  public List<Claim> claim(List<ClaimRequest> requests, Instant until) {
    long giveUpAt = instance.worldTime(until);
    return all(requests, (request, answer) -> claim(request, giveUpAt, answer));
  }

  @Override
  public List<Settled> settle(List<Settlement> settlements, Instant until) {
    long giveUpAt = instance.worldTime(until);
    return all(settlements, (settlement, answer) -> settle(settlement, giveUpAt, answer));
  }

  /// Begins all at once, and waits for all.
  private <Q, A> List<A> all(List<Q> questions, BiConsumer<Q, Consumer<A>> ask) {
    if (questions.isEmpty()) {
      return List.of();
    }
    List<Optional<A>> answers = new ArrayList<>();
    questions.forEach(question -> answers.add(Optional.empty()));
    int[] missing = {questions.size()};
    boolean _ =
        instance.<Boolean>await(
            done -> {
              for (int i = 0; i < questions.size(); i++) {
                int index = i;
                ask.accept(
                    questions.get(i),
                    answer -> {
                      answers.set(index, Optional.of(answer));
                      if (--missing[0] == 0) {
                        done.give(true);
                      }
                    });
              }
            });
    return answers.stream().map(Optional::orElseThrow).toList();
  }

  private void claim(ClaimRequest request, long giveUpAt, Consumer<Claim> answer) {
    calls.finish(
        ClaimProtocol.claim(request, Scenario.GRACE),
        giveUpAt,
        (changed, next) -> {
          if (changed && next instanceof Concluded<Claim>(Claim.Granted(int _, boolean again))) {
            claimed(request, again);
          }
        },
        claim -> answer.accept(claim.orElse(new Claim.Unwritten(GAVE_UP))));
  }

  private void claimed(ClaimRequest request, boolean again) {
    world.expiry.set(request.key(), world.scenario.lifetimes().ledger());
    world.truth.claimed(request.key(), request.stream(), again);
    instance.note(again ? "CLAIMED_AGAIN" : "CLAIMED", request.key(), "");
  }

  private void settle(Settlement settlement, long giveUpAt, Consumer<Settled> answer) {
    calls.finish(
        SettleProtocol.settle(settlement),
        giveUpAt,
        (_, next) -> {
          if (next instanceof Concluded<Settled>(Settled settled)) {
            settled(settlement, settled);
          }
        },
        settled -> answer.accept(settled.orElse(new Settled.Unrecorded(GAVE_UP))));
  }

  private void settled(Settlement settlement, Settled settled) {
    if (settlement.result() instanceof Settlement.ClaimResult.SesAccepted(String sesMessageId)) {
      world.expiry.setIfAbsent(settlement.key(), world.scenario.lifetimes().ledger());
      world.truth.told(settlement.key(), sesMessageId);
    }
    if (settled instanceof Settled.AcceptedTwice) {
      world.truth.countedTwice(settlement.key());
    }
    instance.note("SETTLED", settlement.key(), name(settlement, settled));
  }

  private static String name(Settlement settlement, Settled settled) {
    String wanted =
        switch (settlement.result()) {
          case Settlement.ClaimResult.SesAccepted _ -> "Sent";
          case Settlement.ClaimResult.OutcomeUnknown _ -> "Unknown";
          case Settlement.ClaimResult.Released _ -> "Released";
          case Settlement.ClaimResult.EndedUnsent(State state, String _) -> state.name();
        };
    return settled instanceof Settled.Confirmed
        ? wanted
        : wanted + ": " + settled.getClass().getSimpleName();
  }
}
