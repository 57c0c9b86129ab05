package dev.postrider.aws;

import dev.postrider.contract.LedgerContract;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.Recorded;
import dev.postrider.local.LocalDynamoDb;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The ledger's contract over the real protocol.
final class DynamoLedgerTest extends LedgerContract {
  private static final Duration KEEP = Duration.ofDays(30);
  private static LocalDynamoDb server;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    server = LocalDynamoDb.start();
    server.createTables("ledger", "suppressions");
    client = server.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Override
  protected Ledger ledger() {
    return new DynamoLedger(client, "ledger", new VirtualFanout(8), GRACE, KEEP);
  }

  @Override
  protected DeliveryLedger deliveries() {
    return new DynamoDeliveryLedger(client, "ledger", KEEP);
  }

  @Override
  protected Map<String, RecipientStatus> recipients(String key) {
    return new DynamoLedgerReader(client, "ledger")
        .find(key)
        .map(Recorded::recipients)
        .orElse(Map.of());
  }
}
