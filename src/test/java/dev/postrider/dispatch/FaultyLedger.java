package dev.postrider.dispatch;

import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.simulation.InMemoryLedger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
    settling(settlement -> Optional.of(new Settled.Unwritten("Throttled")));
  }

  /// From now on settling ends in a defect.
  void breakSettling() {
    brokenSettling = true;
  }

  List<ClaimRequest> requests() {
    return requests;
  }

  List<Settlement> settlements() {
    return settlements;
  }

  @Override
  public List<Claim> claim(List<ClaimRequest> asked) {
    requests.addAll(asked);
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
    Claim written = memory.claim(List.of(request)).getFirst();
    return lost.contains(request.key()) ? new Claim.Unwritten("ApiCallTimeoutException") : written;
  }

  @Override
  public List<Settled> settle(List<Settlement> asked) {
    if (brokenSettling && !asked.isEmpty()) {
      throw new IllegalStateException("a defect of the ledger");
    }
    settlements.addAll(asked);
    return asked.stream()
        .map(one -> settling.apply(one).orElseGet(() -> memory.settle(List.of(one)).getFirst()))
        .toList();
  }
}
