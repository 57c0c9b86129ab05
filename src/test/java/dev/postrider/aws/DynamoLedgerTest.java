package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.contract.LedgerContract;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.Recorded;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.local.LocalDynamoDb;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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

  @ParameterizedTest
  @CsvSource({"state, S, NO_SUCH_STATE", "since, N, 123456789012345678901234", "state, N, 7"})
  void anEntryThatCannotBeReadHarmsItsOwnUnitAlone(String name, String type, String value) {
    Ledger ledger = ledger();
    ledger.claim(List.of(request("good-" + value), request("bad-" + value)));
    client.updateItem(
        update ->
            update
                .tableName("ledger")
                .key(LedgerItem.key("bad-" + value))
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", name))
                .expressionAttributeValues(
                    Map.of(
                        ":value",
                        type.equals("S")
                            ? AttributeValue.fromS(value)
                            : AttributeValue.fromN(value))));

    List<Claim> claims = ledger.claim(List.of(request("bad-" + value), request("good-" + value)));
    List<Settled> settled =
        ledger.settle(List.of(released("bad-" + value), released("good-" + value)));

    assertThat(claims.getFirst()).isInstanceOf(Claim.Broken.class);
    assertThat(claims.getLast()).isEqualTo(new Claim.Granted(1, false));
    assertThat(settled.getLast()).isEqualTo(new Settled.Done());
  }

  private static ClaimRequest request(String key) {
    Instant now = Instant.parse("2126-11-24T00:00:00Z");
    return new ClaimRequest(
        key, "fp", "transactional", "t", now, now.plusSeconds(70), OnUnknown.RESEND);
  }

  private static Settlement released(String key) {
    return new Settlement(
        key,
        "t",
        Instant.parse("2126-11-24T00:00:00Z"),
        new Settlement.Result.Released("THROTTLED", 1));
  }

  @Override
  protected Map<String, RecipientStatus> recipients(String key) {
    return new DynamoLedgerReader(client, "ledger")
        .find(key)
        .map(Recorded::recipients)
        .orElse(Map.of());
  }
}
