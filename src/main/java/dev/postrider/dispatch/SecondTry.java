package dev.postrider.dispatch;

import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Tells the ledger once more what it could not be told, while there is time: above all that SES
/// accepted a unit, which may be sent again when its events stay away too. Next come claims of mail
/// that is held rather than resent: without its release it would wait for an operator although it
/// provably was not sent.
final class SecondTry {
  /// What throttled the first try may have passed by then.
  static final Duration PAUSE = Duration.ofSeconds(1);

  /// What the ledger's adapter asks at the same time: a second try is one round of calls.
  static final int MOST = 64;

  private final DispatchPolicy policy;
  private final Ledger ledger;
  private final Settling settling;
  private final Pause pause;
  private final InstantSource clock;

  SecondTry(
      DispatchPolicy policy, Ledger ledger, Settling settling, Pause pause, InstantSource clock) {
    this.policy = policy;
    this.ledger = ledger;
    this.settling = settling;
    this.pause = pause;
    this.clock = clock;
  }

  /// The ends, with those replaced that are settled now.
  ///
  /// Begins while something might still be sent, and may take as long as there is to settle.
  List<UnitEnd> settle(List<UnitEnd> ends, Deadlines times) {
    List<Integer> owing =
        IntStream.range(0, ends.size())
            .filter(i -> ends.get(i).owed().isPresent())
            .boxed()
            .sorted(Comparator.comparingInt(i -> rank(ends.get(i))))
            .limit(MOST)
            .toList();
    Instant next = clock.instant().plus(PAUSE);
    if (owing.isEmpty() || !next.isBefore(times.sendBy())) {
      return ends;
    }
    pause.until(next);
    List<UnitEnd.Owed> owed = owing.stream().map(i -> ends.get(i).owed().orElseThrow()).toList();
    List<Settled> settled =
        ledger.settle(owed.stream().map(UnitEnd.Owed::settlement).toList(), times.settleBy());
    List<UnitEnd> now = new ArrayList<>(ends);
    for (int i = 0; i < owed.size(); i++) {
      now.set(owing.get(i), settling.after(owed.get(i), settled.get(i)));
    }
    return now;
  }

  /// The lowest first.
  private int rank(UnitEnd end) {
    return switch (end.owed().orElseThrow().settlement().result()) {
      case Result.Sent _ -> 0;
      case Result.Released _ when policy.holds(end.task().email()) -> 1;
      case Result.Released _, Result.Ended _, Result.Unknown _ -> 2;
    };
  }
}
