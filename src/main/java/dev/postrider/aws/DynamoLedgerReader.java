package dev.postrider.aws;

import dev.postrider.ledger.LedgerReader;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.Recorded;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads the ledger's items with strongly consistent reads.
public final class DynamoLedgerReader implements LedgerReader {
  private static final String RECIPIENT = "r_";

  private final DynamoDbClient client;
  private final String table;

  public DynamoLedgerReader(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  @Override
  public Optional<Recorded> find(String key) {
    Map<String, AttributeValue> item =
        client
            .getItem(
                request -> request.tableName(table).key(LedgerItem.key(key)).consistentRead(true))
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(recorded(item));
  }

  private static Recorded recorded(Map<String, AttributeValue> item) {
    return new Recorded(
        LedgerItem.entry(item),
        Objects.requireNonNullElse(LedgerItem.text(item, "stream"), ""),
        Objects.requireNonNullElse(LedgerItem.text(item, "reason"), ""),
        instant(item, "createdAt"),
        instant(item, "updatedAt"),
        recipients(item));
  }

  private static Optional<Instant> instant(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name))
        .map(value -> Instant.ofEpochMilli(Long.parseLong(value.n())));
  }

  private static Map<String, RecipientStatus> recipients(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .filter(attribute -> attribute.getKey().startsWith(RECIPIENT))
        .collect(
            Collectors.toMap(
                attribute -> attribute.getKey().substring(RECIPIENT.length()),
                attribute -> ofRank(Integer.parseInt(attribute.getValue().n()))));
  }

  private static RecipientStatus ofRank(int rank) {
    return Arrays.stream(RecipientStatus.values())
        .filter(status -> status.rank() == rank)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the ledger holds an unknown rank " + rank));
  }
}
