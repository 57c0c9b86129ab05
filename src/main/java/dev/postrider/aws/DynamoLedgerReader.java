package dev.postrider.aws;

import dev.postrider.calls.Chunks;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.LedgerReader;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// Reads the ledger's items with strongly consistent reads.
public final class DynamoLedgerReader implements LedgerReader {
  private static final int KEYS_PER_CALL = 100;

  /// How often keys are asked for that DynamoDB left unprocessed.
  private static final int TRIES = 8;

  private final DynamoDbClient client;
  private final String table;

  public DynamoLedgerReader(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  @Override
  public Optional<UnitRecord> find(String key) {
    Map<String, AttributeValue> item =
        client
            .getItem(
                request -> request.tableName(table).key(LedgerItem.key(key)).consistentRead(true))
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(recorded(item));
  }

  @Override
  public Map<String, UnitRecord> find(List<String> keys) {
    Map<String, UnitRecord> found = new HashMap<>();
    Chunks.of(keys, KEYS_PER_CALL).forEach(some -> findSome(some, found));
    return found;
  }

  private void findSome(List<String> keys, Map<String, UnitRecord> found) {
    List<Map<String, AttributeValue>> open = keys.stream().map(LedgerItem::key).toList();
    for (int i = 0; i < TRIES && !open.isEmpty(); i++) {
      KeysAndAttributes asked = KeysAndAttributes.builder().keys(open).consistentRead(true).build();
      BatchGetItemResponse response =
          client.batchGetItem(request -> request.requestItems(Map.of(table, asked)));
      response
          .responses()
          .getOrDefault(table, List.of())
          .forEach(item -> found.put(LedgerItem.entry(item).key(), recorded(item)));
      KeysAndAttributes left = response.unprocessedKeys().get(table);
      open = left == null ? List.of() : left.keys();
    }
    if (!open.isEmpty()) {
      throw new IllegalStateException("DynamoDB left " + open.size() + " items unread");
    }
  }

  private static UnitRecord recorded(Map<String, AttributeValue> item) {
    Entry entry = LedgerItem.entry(item);
    boolean waits = entry.state() == State.PENDING || entry.state() == State.UNKNOWN;
    return new UnitRecord(
        entry,
        Objects.requireNonNullElse(ItemAttributes.text(item, "stream"), ""),
        Objects.requireNonNullElse(ItemAttributes.text(item, "reason"), ""),
        Optional.ofNullable(ItemAttributes.instant(item, "updatedAt")),
        LedgerHistory.steps(item),
        LedgerHistory.reports(item),
        Objects.requireNonNullElse(ItemAttributes.text(item, LedgerItem.TEXT), ""),
        Optional.ofNullable(ItemAttributes.instant(item, LedgerItem.NEXT_TRY)).filter(at -> waits));
  }
}
