package dev.postrider.aws;

import static dev.postrider.aws.ItemAttributes.millis;
import static dev.postrider.aws.ItemAttributes.number;
import static dev.postrider.aws.SuppressionItems.ADDRESS;
import static dev.postrider.aws.SuppressionItems.MANUAL_AT;
import static dev.postrider.aws.SuppressionItems.MANUAL_UNTIL;
import static dev.postrider.aws.SuppressionItems.NOTE;
import static dev.postrider.aws.SuppressionItems.SCOPE;
import static dev.postrider.aws.SuppressionItems.SOFT_BOUNCES;
import static dev.postrider.aws.SuppressionItems.TTL;
import static dev.postrider.aws.UpdateExpression.all;
import static dev.postrider.aws.UpdateExpression.any;

import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionFact.Manual;
import dev.postrider.suppression.SuppressionFact.Marked;
import dev.postrider.suppression.SuppressionFact.SoftBounce;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Writes facts with conditional UpdateItem calls that need no read (decision 0020). An item is
/// left to expire (`ttl`) only while it holds nothing but soft bounces.
public final class DynamoSuppressionStore implements SuppressionStore {
  private static final List<String> MARKS =
      Stream.concat(
              Arrays.stream(Mark.values()).map(SuppressionItems::attribute), Stream.of(MANUAL_AT))
          .toList();

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final SuppressionPolicy policy;

  public DynamoSuppressionStore(DynamoDbClient dynamoDb, String table, SuppressionPolicy policy) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.policy = policy;
  }

  @Override
  public void add(SuppressionKey key, SuppressionFact fact) {
    switch (fact) {
      case Marked(Mark mark, Instant at) -> addMark(key, SuppressionItems.attribute(mark), at);
      case Manual manual -> addManual(key, manual);
      case SoftBounce bounce -> addSoftBounce(key, bounce);
    }
  }

  private void addMark(SuppressionKey key, String attribute, Instant at) {
    UpdateExpression update = new UpdateExpression().set(attribute, millis(at)).remove(TTL);
    updateIf(key, update, newer(update, attribute, at));
  }

  /// What the entry does not have is removed: an entry replaces the earlier one whole.
  private void addManual(SuppressionKey key, Manual manual) {
    Instant until = manual.until();
    String note = manual.note();
    UpdateExpression update =
        new UpdateExpression()
            .set(MANUAL_AT, millis(manual.at()))
            .remove(TTL)
            .setOrRemove(MANUAL_UNTIL, until == null ? null : millis(until))
            .setOrRemove(NOTE, note == null ? null : AttributeValue.fromS(note));
    updateIf(key, update, newer(update, MANUAL_AT, manual.at()));
  }

  private static String newer(UpdateExpression update, String attribute, Instant at) {
    return any(update.absent(attribute), update.compare(attribute, "<", millis(at)));
  }

  private void addSoftBounce(SuppressionKey key, SoftBounce bounce) {
    // An item that never expires, or already lives long enough, needs no new date.
    UpdateItemResponse response =
        addExpiring(key, bounce).orElseGet(() -> update(key, adding(bounce)));
    dropSurplus(key, response);
  }

  /// Adds to an item that holds only soft bounces, and lets it live at least as long as this one
  /// matters.
  private Optional<UpdateItemResponse> addExpiring(SuppressionKey key, SoftBounce bounce) {
    AttributeValue ttl = number(policy.keepUntil(bounce).getEpochSecond() + 1);
    UpdateExpression update = adding(bounce).set(TTL, ttl);
    String diesEarlier = any(update.absent(TTL), update.compare(TTL, "<=", ttl));
    String noMark = all(MARKS.stream().map(update::absent).toArray(String[]::new));
    return updateIf(key, update, all(diesEarlier, noMark));
  }

  private static UpdateExpression adding(SoftBounce bounce) {
    return new UpdateExpression().add(SOFT_BOUNCES, AttributeValue.fromSs(List.of(bounce.text())));
  }

  private void dropSurplus(SuppressionKey key, UpdateItemResponse response) {
    Collection<SoftBounce> surplus =
        policy.surplus(SuppressionItems.softBounces(response.attributes().get(SOFT_BOUNCES)));
    if (!surplus.isEmpty()) {
      List<String> texts = surplus.stream().map(SoftBounce::text).toList();
      update(key, new UpdateExpression().delete(SOFT_BOUNCES, AttributeValue.fromSs(texts)));
    }
  }

  @Override
  public Map<Scope, Facts> get(String address) {
    return translated(
        "Query",
        () ->
            dynamoDb
                .queryPaginator(
                    query ->
                        query
                            .tableName(table)
                            .consistentRead(true)
                            .keyConditionExpression("#address = :address")
                            .expressionAttributeNames(Map.of("#address", ADDRESS))
                            .expressionAttributeValues(
                                Map.of(":address", AttributeValue.fromS(address))))
                .items()
                .stream()
                .collect(Collectors.toMap(SuppressionItems::scope, SuppressionItems::facts)));
  }

  @Override
  public Page list(Optional<String> after, int limit) {
    var response =
        translated(
            "Scan",
            () ->
                dynamoDb.scan(
                    scan ->
                        scan.tableName(table)
                            .limit(limit)
                            .exclusiveStartKey(
                                after.map(DynamoSuppressionStore::cursor).orElse(null))));
    return new Page(
        response.items().stream()
            .map(item -> new StoredFacts(SuppressionItems.key(item), SuppressionItems.facts(item)))
            .toList(),
        response.lastEvaluatedKey().isEmpty()
            ? Optional.empty()
            : Optional.of(cursor(SuppressionItems.key(response.lastEvaluatedKey()))));
  }

  private static String cursor(SuppressionKey key) {
    String text = key.address() + "\n" + key.scope().text();
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, AttributeValue> cursor(String text) {
    String[] parts =
        new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", 2);
    return Map.of(ADDRESS, AttributeValue.fromS(parts[0]), SCOPE, AttributeValue.fromS(parts[1]));
  }

  /// Empty when the condition does not hold.
  private Optional<UpdateItemResponse> updateIf(
      SuppressionKey key, UpdateExpression update, String condition) {
    return translated(
        "UpdateItem",
        () -> {
          try {
            return Optional.of(
                dynamoDb.updateItem(request(key, update).conditionExpression(condition).build()));
          } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
          }
        });
  }

  private UpdateItemResponse update(SuppressionKey key, UpdateExpression update) {
    return translated("UpdateItem", () -> dynamoDb.updateItem(request(key, update).build()));
  }

  private UpdateItemRequest.Builder request(SuppressionKey key, UpdateExpression update) {
    return update.request(table, SuppressionItems.key(key)).returnValues(ReturnValue.UPDATED_NEW);
  }

  private static <T> T translated(String operation, Supplier<T> call) {
    return SdkErrors.translated(operation, call, StoreUnavailable::new);
  }
}
