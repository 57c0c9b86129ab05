package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.calls.Fanout;
import dev.postrider.contract.SuppressionsContract;
import dev.postrider.local.LocalDynamoDb;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact.Manual;
import dev.postrider.suppression.SuppressionFact.Marked;
import dev.postrider.suppression.SuppressionFact.SoftBounce;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionStore;
import dev.postrider.suppression.Suppressions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoSuppressionsTest extends SuppressionsContract {
  private static final String TABLE = "Suppressions";
  private static final SuppressionKey ANN = new SuppressionKey("ann@example.com", Scope.EVERYWHERE);
  private static final LocalDynamoDb SERVER = LocalDynamoDb.start();
  private static final DynamoDbClient CLIENT = SERVER.client();

  private final DynamoSuppressionStore store = new DynamoSuppressionStore(CLIENT, TABLE, POLICY);
  private final DynamoSuppressions suppressions =
      new DynamoSuppressions(
          CLIENT,
          TABLE,
          POLICY,
          new InOrder(),
          instant -> {},
          new Random(1),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeAll
  static void createTables() {
    SERVER.createTables("Ledger", TABLE);
  }

  @BeforeEach
  void empty() {
    CLIENT.scanPaginator(scan -> scan.tableName(TABLE)).items().stream()
        .map(SuppressionItems::key)
        .forEach(
            key ->
                CLIENT.deleteItem(
                    delete -> delete.tableName(TABLE).key(SuppressionItems.key(key))));
  }

  @AfterAll
  static void stop() {
    CLIENT.close();
    SERVER.close();
  }

  @Override
  protected Suppressions suppressions() {
    return suppressions;
  }

  @Override
  protected SuppressionStore store() {
    return store;
  }

  @Test
  void anItemOfSoftBouncesAloneExpiresWhenTheNewestMattersNoMore() {
    store.add(ANN, new SoftBounce(NOW, "new"));
    store.add(ANN, new SoftBounce(NOW.minusSeconds(900), "old"));
    store.add(ANN, new SoftBounce(NOW, "new"));

    long days21 = NOW.plus(Duration.ofDays(21)).getEpochSecond();
    assertThat(item().get("ttl")).isEqualTo(AttributeValue.fromN(Long.toString(days21 + 1)));
  }

  @Test
  void anItemWithAnythingElseNeverExpires() {
    store.add(ANN, new SoftBounce(NOW, "f1"));
    store.add(ANN, new Marked(Mark.COMPLAINT_LIFTED, NOW));
    store.add(ANN, new SoftBounce(NOW, "f2"));

    assertThat(item()).doesNotContainKey("ttl");

    SuppressionKey bob = new SuppressionKey("bob@example.com", Scope.EVERYWHERE);
    store.add(bob, new SoftBounce(NOW, "f1"));
    store.add(bob, new Manual(NOW, NOW.plusSeconds(1), null));
    store.add(bob, new SoftBounce(NOW, "f2"));

    assertThat(item(bob)).doesNotContainKey("ttl");
  }

  @Test
  void theTableHoldsFactsAsTheDocumentationSays() {
    store.add(ANN, new Marked(Mark.HARD_BOUNCE, NOW));
    store.add(ANN, new Manual(NOW, NOW.plusSeconds(1), "asked by phone"));
    store.add(ANN, new SoftBounce(NOW, "f1"));

    assertThat(item())
        .isEqualTo(
            Map.of(
                "address", AttributeValue.fromS("ann@example.com"),
                "scope", AttributeValue.fromS("*"),
                "hardBounceAt", AttributeValue.fromN("4951195200000"),
                "manualAt", AttributeValue.fromN("4951195200000"),
                "manualUntil", AttributeValue.fromN("4951195201000"),
                "note", AttributeValue.fromS("asked by phone"),
                "softBounces", AttributeValue.fromSs(List.of("4951195200000|f1"))));
  }

  private Map<String, AttributeValue> item() {
    return item(ANN);
  }

  private Map<String, AttributeValue> item(SuppressionKey key) {
    return CLIENT
        .getItem(get -> get.tableName(TABLE).key(SuppressionItems.key(key)).consistentRead(true))
        .item();
  }

  /// Runs tasks one after the other.
  static final class InOrder implements Fanout {
    @Override
    public <T> List<T> all(List<Supplier<T>> tasks) {
      return tasks.stream().map(Supplier::get).toList();
    }
  }
}
