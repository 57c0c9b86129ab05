package dev.postrider.feedback;

import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.RecipientStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The feedback side of the ledger in memory: the highest status by unit and recipient. Fails when
/// told to.
public final class InMemoryDeliveryLedger implements DeliveryLedger {
  private final Map<String, Map<String, RecipientStatus>> units = new HashMap<>();
  private final Map<String, Set<String>> messages = new HashMap<>();
  private int failing;

  /// The next reports fail and store nothing.
  public void fail(int count) {
    failing = count;
  }

  /// Statuses by recipient hash, by unit.
  public Map<String, Map<String, RecipientStatus>> units() {
    return units;
  }

  @Override
  public ReportOutcome record(DeliveryReport report) {
    if (failing > 0) {
      failing--;
      throw new IllegalStateException("the ledger was told to fail");
    }
    boolean news = !units.containsKey(report.key());
    Map<String, RecipientStatus> statuses =
        units.computeIfAbsent(report.key(), key -> new HashMap<>());
    report
        .recipients()
        .forEach(
            (hash, status) -> statuses.merge(hash, status, (a, b) -> a.rank() >= b.rank() ? a : b));
    Set<String> known = messages.computeIfAbsent(report.key(), key -> new HashSet<>());
    return new ReportOutcome(news, known.add(report.sesMessageId()) && known.size() > 1, false);
  }
}
