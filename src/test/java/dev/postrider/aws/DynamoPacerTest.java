package dev.postrider.aws;

import dev.postrider.contract.PacerContract;
import dev.postrider.local.LocalDynamoDb;
import dev.postrider.pace.Gcra;
import dev.postrider.pace.Pacer;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The pacer's contract over the real protocol.
final class DynamoPacerTest extends PacerContract {
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

  @BeforeEach
  void forget() {
    client.deleteItem(request -> request.tableName("ledger").key(LedgerItem.key(DynamoPacer.KEY)));
  }

  @Override
  protected Pacer instance() {
    return pacer();
  }

  @Override
  protected void ceiling(double ratePerSecond, Instant now) {
    pacer().change(state -> Gcra.underCeiling(state, ratePerSecond, now), now);
  }

  @Override
  protected void reopen(Instant now) {
    pacer().change(state -> Gcra.reopened(state, now), now);
  }

  private static DynamoPacer pacer() {
    return new DynamoPacer(
        client, "ledger", InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z")));
  }
}
