package dev.postrider.dispatch;

import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.simulation.InMemoryLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The ledger in memory, with answers of its own where a test says so.
final class FaultyLedger implements Ledger {
  private final InMemoryLedger memory;
  private final List<ClaimRequest> requests = new ArrayList<>();
  private final List<Settlement> settlements = new ArrayList<>();
  private final Map<String, Claim> claims = new HashMap<>();
  private final Set<String> broken = new HashSet<>();
  private Function<Settlement, Optional<Settled>> settling = settlement -> Optional.empty();
  private final Set<String> lost = new HashSet<>();
  private Runnable claiming = () -> {};
  private boolean brokenSettling;
  private @Nullable SettableClock hangingClaims;
  private @Nullable SettableClock hangingSettlements;

  FaultyLedger(InMemoryLedger memory) {
    this.memory = memory;
  }

  /// The next claims of this unit get this answer, and nothing is written.
  void answer(String key, Claim claim) {
    claims.put(key, claim);
  }

  /// The next claims of this unit are written, and their answers get lost.
  void loseAnswers(String key) {
    lost.add(key);
  }

  /// Claims are answered and written again.
  void mendClaims() {
    lost.clear();
    claims.clear();
  }

  /// What happens while claims are on their way.
  void claiming(Runnable each) {
    claiming = each;
  }

  /// A claim of this unit ends in a defect.
  void breakAt(String key) {
    broken.add(key);
  }

  /// Settlements get these answers, and nothing is written; where there is none, memory settles.
  void settling(Function<Settlement, Optional<Settled>> answers) {
    settling = answers;
  }

  /// From now on no settlement can be written.
  void loseSettlements() {
    settling(settlement -> Optional.of(new Settled.Unrecorded("Throttled")));
  }

  /// From now on settling ends in a defect.
  void breakSettling() {
    brokenSettling = true;
  }

  /// From now on no claim is answered; the clock moves as it would for a client.
  void hangClaims(SettableClock clock) {
    hangingClaims = clock;
  }

  /// From now on no settlement is answered; the clock moves as it would for a client.
  void hangSettlements(SettableClock clock) {
    hangingSettlements = clock;
  }

  /// So many calls at a time, each of which is given up after nine seconds, or when time is over.
  private static void hang(SettableClock clock, int calls, Instant until) {
    for (int i = 0; i < calls; i += OutcomeRecorder.MOST) {
      Instant gaveUp = clock.instant().plusSeconds(9);
      clock.until(gaveUp.isBefore(until) ? gaveUp : until);
    }
  }

  List<ClaimRequest> requests() {
    return requests;
  }

  List<Settlement> settlements() {
    return settlements;
  }

  @Override
  public List<Claim> claim(List<ClaimRequest> asked, Instant until) {
    requests.addAll(asked);
    if (hangingClaims != null) {
      hang(hangingClaims, asked.size(), until);
      return Collections.nCopies(asked.size(), new Claim.Unwritten("ApiCallTimeoutException"));
    }
    claiming.run();
    if (asked.stream().anyMatch(request -> broken.contains(request.key()))) {
      throw new IllegalStateException("a defect of the ledger");
    }
    return asked.stream().map(this::claim).toList();
  }

  private Claim claim(ClaimRequest request) {
    Claim scripted = claims.get(request.key());
    if (scripted != null) {
      return scripted;
    }
    Claim written = memory.claim(List.of(request), Instant.MAX).getFirst();
    return lost.contains(request.key()) ? new Claim.Unwritten("ApiCallTimeoutException") : written;
  }

  @Override
  public List<Settled> settle(List<Settlement> asked, Instant until) {
    if (hangingSettlements != null) {
      hang(hangingSettlements, asked.size(), until);
      return Collections.nCopies(asked.size(), new Settled.Unrecorded("ApiCallTimeoutException"));
    }
    if (brokenSettling && !asked.isEmpty()) {
      throw new IllegalStateException("a defect of the ledger");
    }
    settlements.addAll(asked);
    return asked.stream()
        .map(
            one ->
                settling
                    .apply(one)
                    .orElseGet(() -> memory.settle(List.of(one), Instant.MAX).getFirst()))
        .toList();
  }
}
