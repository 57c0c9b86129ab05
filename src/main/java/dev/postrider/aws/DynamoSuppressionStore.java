package dev.postrider.aws;

import static dev.postrider.aws.SuppressionItems.ADDRESS;
import static dev.postrider.aws.SuppressionItems.MANUAL_AT;
import static dev.postrider.aws.SuppressionItems.MANUAL_UNTIL;
import static dev.postrider.aws.SuppressionItems.NOTE;
import static dev.postrider.aws.SuppressionItems.SCOPE;
import static dev.postrider.aws.SuppressionItems.SOFT_BOUNCES;
import static dev.postrider.aws.SuppressionItems.TTL;

import dev.postrider.suppression.Fact;
import dev.postrider.suppression.Fact.Manual;
import dev.postrider.suppression.Fact.Marked;
import dev.postrider.suppression.Fact.SoftBounce;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Writes facts with conditional UpdateItem calls that need no read (decision 0020). An item is
/// left to expire (`ttl`) only while it holds nothing but soft bounces.
public final class DynamoSuppressionStore implements SuppressionStore {
  private static final String NO_MARK =
      Stream.concat(
              Arrays.stream(Mark.values()).map(SuppressionItems::attribute), Stream.of(MANUAL_AT))
          .map(attribute -> "attribute_not_exists(" + attribute + ")")
          .collect(Collectors.joining(" AND "));

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final SuppressionPolicy policy;

  public DynamoSuppressionStore(DynamoDbClient dynamoDb, String table, SuppressionPolicy policy) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.policy = policy;
  }

  @Override
  public void add(SuppressionKey key, Fact fact) {
    switch (fact) {
      case Marked(Mark mark, Instant at) -> addMark(key, SuppressionItems.attribute(mark), at);
      case Manual manual -> addManual(key, manual);
      case SoftBounce bounce -> addSoftBounce(key, bounce);
    }
  }

  private void addMark(SuppressionKey key, String attribute, Instant at) {
    updateIf(
        key,
        update ->
            update
                .updateExpression("SET #at = :at REMOVE #ttl")
                .conditionExpression("attribute_not_exists(#at) OR #at < :at")
                .expressionAttributeNames(Map.of("#at", attribute, "#ttl", TTL))
                .expressionAttributeValues(Map.of(":at", SuppressionItems.millis(at))));
  }

  private void addManual(SuppressionKey key, Manual manual) {
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":at", SuppressionItems.millis(manual.at()));
    Optional.ofNullable(manual.until())
        .ifPresent(until -> values.put(":until", SuppressionItems.millis(until)));
    Optional.ofNullable(manual.note())
        .ifPresent(note -> values.put(":note", AttributeValue.fromS(note)));
    updateIf(
        key,
        update ->
            update
                .updateExpression(manualExpression(values))
                .conditionExpression("attribute_not_exists(#at) OR #at < :at")
                .expressionAttributeNames(
                    Map.of("#at", MANUAL_AT, "#until", MANUAL_UNTIL, "#note", NOTE, "#ttl", TTL))
                .expressionAttributeValues(values));
  }

  /// What the entry does not have is removed: an entry replaces the earlier one whole.
  private static String manualExpression(Map<String, AttributeValue> values) {
    Map<Boolean, List<String>> set =
        Stream.of("until", "note")
            .collect(Collectors.partitioningBy(name -> values.containsKey(":" + name)));
    String sets =
        Stream.concat(
                Stream.of("#at = :at"),
                set.getOrDefault(true, List.of()).stream().map(name -> "#" + name + " = :" + name))
            .collect(Collectors.joining(", "));
    String removes =
        Stream.concat(
                Stream.of("#ttl"),
                set.getOrDefault(false, List.of()).stream().map(name -> "#" + name))
            .collect(Collectors.joining(", "));
    return "SET " + sets + " REMOVE " + removes;
  }

  private void addSoftBounce(SuppressionKey key, SoftBounce bounce) {
    UpdateItemResponse response =
        addExpiring(key, bounce).orElseGet(() -> addToWhatStays(key, bounce));
    dropSurplus(key, response);
  }

  /// Adds to an item that holds only soft bounces, and lets it live at least as long as this one
  /// matters.
  private Optional<UpdateItemResponse> addExpiring(SuppressionKey key, SoftBounce bounce) {
    long ttl = policy.keepUntil(bounce).getEpochSecond() + 1;
    return updateIf(
        key,
        update ->
            update
                .updateExpression("ADD #bounces :bounce SET #ttl = :ttl")
                .conditionExpression("(attribute_not_exists(#ttl) OR #ttl <= :ttl) AND " + NO_MARK)
                .expressionAttributeNames(Map.of("#bounces", SOFT_BOUNCES, "#ttl", TTL))
                .expressionAttributeValues(
                    Map.of(
                        ":bounce", AttributeValue.fromSs(List.of(bounce.text())),
                        ":ttl", AttributeValue.fromN(Long.toString(ttl))))
                .returnValues(ReturnValue.UPDATED_NEW));
  }

  /// Adds to an item that never expires, or that already lives long enough.
  private UpdateItemResponse addToWhatStays(SuppressionKey key, SoftBounce bounce) {
    return update(
        key,
        update ->
            update
                .updateExpression("ADD #bounces :bounce")
                .expressionAttributeNames(Map.of("#bounces", SOFT_BOUNCES))
                .expressionAttributeValues(
                    Map.of(":bounce", AttributeValue.fromSs(List.of(bounce.text()))))
                .returnValues(ReturnValue.UPDATED_NEW));
  }

  private void dropSurplus(SuppressionKey key, UpdateItemResponse response) {
    Collection<SoftBounce> surplus =
        policy.surplus(SuppressionItems.softBounces(response.attributes().get(SOFT_BOUNCES)));
    if (surplus.isEmpty()) {
      return;
    }
    List<String> texts = surplus.stream().map(SoftBounce::text).toList();
    update(
        key,
        update ->
            update
                .updateExpression("DELETE #bounces :surplus")
                .expressionAttributeNames(Map.of("#bounces", SOFT_BOUNCES))
                .expressionAttributeValues(Map.of(":surplus", AttributeValue.fromSs(texts))));
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
            .map(item -> new Entry(SuppressionItems.key(item), SuppressionItems.facts(item)))
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
      SuppressionKey key, Consumer<UpdateItemRequest.Builder> request) {
    return translated(
        "UpdateItem",
        () -> {
          try {
            return Optional.of(dynamoDb.updateItem(request(key, request)));
          } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
          }
        });
  }

  private UpdateItemResponse update(
      SuppressionKey key, Consumer<UpdateItemRequest.Builder> request) {
    return translated("UpdateItem", () -> dynamoDb.updateItem(request(key, request)));
  }

  private Consumer<UpdateItemRequest.Builder> request(
      SuppressionKey key, Consumer<UpdateItemRequest.Builder> request) {
    return update -> request.accept(update.tableName(table).key(SuppressionItems.key(key)));
  }

  /// The SDK's exception stays behind: its message may quote the request.
  private static <T> T translated(String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new StoreUnavailable("DynamoDB " + operation + " failed: " + SdkErrors.describe(e));
    }
  }
}
