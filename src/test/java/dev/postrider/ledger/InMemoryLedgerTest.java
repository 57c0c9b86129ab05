package dev.postrider.ledger;

import dev.postrider.contract.LedgerContract;
import dev.postrider.simulation.InMemoryLedger;
import java.util.Map;

final class InMemoryLedgerTest extends LedgerContract {
  private final InMemoryLedger ledger = new InMemoryLedger(GRACE);

  @Override
  protected Ledger ledger() {
    return ledger;
  }

  @Override
  protected DeliveryLedger deliveries() {
    return ledger;
  }

  @Override
  protected Map<String, RecipientStatus> recipients(String key) {
    return ledger.recipients(key);
  }
}
