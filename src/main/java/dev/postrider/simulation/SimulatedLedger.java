package dev.postrider.simulation;

import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Claims;
import dev.postrider.ledger.Claims.Judgement;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One instance's way to the ledger: the conditional writes of `DynamoLedger`, each at a time of
/// its own, on the table in memory.
final class SimulatedLedger implements Ledger {
  private static final String GAVE_UP = "ApiCallTimeoutException";

  private final World world;
  private final Instance instance;
  private final Remote remote;

  SimulatedLedger(World world, Instance instance) {
    this.world = world;
    this.instance = instance;
    this.remote = world.ledgerTable();
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

  /// What the first write of a claim came to.
  private sealed interface Met {
    record Answered(Claim claim) implements Met {}

    record Found(Entry entry, boolean resend) implements Met {}
  }

  private void claim(ClaimRequest request, long giveUpAt, Consumer<Claim> answer) {
    remote.request(
        instance,
        giveUpAt,
        () -> firstWrite(request),
        met -> {
          switch (met.orElse(new Met.Answered(new Claim.Unwritten(GAVE_UP)))) {
            case Met.Answered(Claim claim) -> answer.accept(claim);
            case Met.Found(Entry entry, boolean resend) ->
                remote.request(
                    instance,
                    giveUpAt,
                    () -> takeOver(request, entry, resend),
                    claim -> answer.accept(claim.orElse(new Claim.Unwritten(GAVE_UP))));
          }
        });
  }

  private Met firstWrite(ClaimRequest request) {
    Optional<Entry> found = world.ledger().entry(request.key());
    if (found.isEmpty()) {
      return new Met.Answered(grant(request, false));
    }
    return switch (Claims.judge(found.get(), request, Scenario.GRACE)) {
      case Judgement.Answer(Claim claim) -> new Met.Answered(claim);
      case Judgement.TakeOver _ when found.get().state() == State.PENDING ->
          new Met.Answered(grant(request, false));
      case Judgement.TakeOver(boolean resend) -> new Met.Found(found.get(), resend);
    };
  }

  /// The second write: only if nobody else wrote in between.
  private Claim takeOver(ClaimRequest request, Entry read, boolean resend) {
    Optional<Entry> found = world.ledger().entry(request.key());
    if (found.isEmpty()) {
      return new Claim.Unwritten("ConditionalCheckFailedException");
    }
    Entry entry = found.get();
    if (entry.state() == read.state() && Objects.equals(entry.token(), read.token())) {
      return grant(request, resend);
    }
    return switch (Claims.judge(entry, request, Scenario.GRACE)) {
      case Judgement.Answer(Claim claim) -> claim;
      case Judgement.TakeOver _ -> new Claim.Busy(request.leaseUntil());
    };
  }

  private Claim grant(ClaimRequest request, boolean again) {
    Claim claim = world.ledger().claim(List.of(request), Instant.MAX).getFirst();
    if (claim instanceof Claim.Granted) {
      world.expiry().set(request.key(), world.scenario().lifetimes().ledger());
      world.book().claimed(request.key(), request.stream(), again);
      world.trace().note(instance.name(), again ? "CLAIMED_AGAIN" : "CLAIMED", request.key(), "");
    }
    return claim;
  }

  private void settle(Settlement settlement, long giveUpAt, Consumer<Settled> answer) {
    remote.request(
        instance,
        giveUpAt,
        () -> {
          Settled settled = world.ledger().settle(List.of(settlement), Instant.MAX).getFirst();
          if (settlement.result() instanceof Settlement.Result.Sent(String sesMessageId)) {
            world.expiry().setIfAbsent(settlement.key(), world.scenario().lifetimes().ledger());
            world.book().told(settlement.key(), sesMessageId);
          }
          if (settled instanceof Settled.SentTwice) {
            world.book().countedTwice(settlement.key());
          }
          world
              .trace()
              .note(instance.name(), "SETTLED", settlement.key(), name(settlement, settled));
          return settled;
        },
        settled -> answer.accept(settled.orElse(new Settled.Unwritten(GAVE_UP))));
  }

  private static String name(Settlement settlement, Settled settled) {
    String wish =
        switch (settlement.result()) {
          case Settlement.Result.Sent _ -> "Sent";
          case Settlement.Result.Unknown _ -> "Unknown";
          case Settlement.Result.Released _ -> "Released";
          case Settlement.Result.Ended(State state, String _) -> state.name();
        };
    return settled instanceof Settled.Done
        ? wish
        : wish + ": " + settled.getClass().getSimpleName();
  }
}
