package dev.postrider.aws;

import static dev.postrider.aws.LedgerItem.millis;
import static dev.postrider.aws.LedgerItem.number;

import dev.postrider.dispatch.Fanout;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.Intervention;
import dev.postrider.ledger.Interventions;
import dev.postrider.ledger.Interventions.Judgement;
import dev.postrider.ledger.OperatorLedger;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The operator's side of the ledger in DynamoDB: a read, a judgement, and a write on the condition
/// that nothing has changed since the read.
public final class DynamoOperatorLedger implements OperatorLedger {
  /// How often a judgement is repeated because something changed meanwhile.
  private static final int TRIES = 8;

  private static final String MOVE =
      "SET #state = :next, reason = :reason, updatedAt = :now" + LedgerSteps.APPEND;
  private static final String LET_GO = " REMOVE since, #token";

  private final DynamoDbClient client;
  private final String table;
  private final Fanout fanout;
  private final Duration grace;
  private final Duration keep;

  /// @param grace how long a Send event may take to settle an unknown outcome
  /// @param keep how long an item is kept after its last claim; a cancelled one twice as long
  public DynamoOperatorLedger(
      DynamoDbClient client, String table, Fanout fanout, Duration grace, Duration keep) {
    this.client = client;
    this.table = table;
    this.fanout = fanout;
    this.grace = grace;
    this.keep = keep;
  }

  @Override
  public List<Intervention> free(List<UnitOfMail> units, State from, Instant now) {
    return fanout.all(
        units.stream()
            .<Supplier<Intervention>>map(
                unit ->
                    () ->
                        settle(
                            unit.key(),
                            now,
                            entry ->
                                Interventions.free(entry, unit.fingerprint(), from, now, grace)))
            .toList());
  }

  @Override
  public List<Intervention> cancel(List<String> keys, Instant now) {
    return fanout.all(
        keys.stream()
            .<Supplier<Intervention>>map(
                key -> () -> settle(key, now, entry -> Interventions.cancel(entry, now)))
            .toList());
  }

  private Intervention settle(String key, Instant now, Function<Optional<Entry>, Judgement> judge) {
    Optional<Entry> entry = read(key);
    for (int i = 0; i < TRIES; i++) {
      switch (judge.apply(entry)) {
        case Judgement.Answer(Intervention intervention) -> {
          return intervention;
        }
        case Judgement.Move(State next) -> {
          Optional<Entry> met = move(key, entry, next, now);
          if (met.isEmpty()) {
            return new Intervention.Done();
          }
          entry = met;
        }
      }
    }
    throw new IllegalStateException("the ledger's item " + key + " changes too often");
  }

  private Optional<Entry> read(String key) {
    Map<String, AttributeValue> item =
        client
            .getItem(
                GetItemRequest.builder()
                    .tableName(table)
                    .key(LedgerItem.key(key))
                    .consistentRead(true)
                    .build())
            .item();
    return item.isEmpty() ? Optional.empty() : Optional.of(LedgerItem.entry(item));
  }

  /// @return what stood in the way; empty when it was written
  private Optional<Entry> move(String key, Optional<Entry> read, State next, Instant now) {
    Map<String, String> names = new HashMap<>(Map.of("#state", "state", "#token", "token"));
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":next", AttributeValue.fromS(next.name()));
    String reason = next == State.PENDING ? "RELEASED" : "OPERATOR";
    values.put(":reason", AttributeValue.fromS(reason));
    values.putAll(LedgerSteps.values(now, next, reason));
    values.put(":now", millis(now));
    String set = MOVE;
    if (read.isEmpty()) {
      set += ", createdAt = :now";
    }
    if (next == State.CANCELLED) {
      // It outlives what is enqueued for so long as an item is kept, from now on (decision 0080).
      set += ", #ttl = :ttl";
      names.put("#ttl", "ttl");
      values.put(":ttl", number(now.plus(keep.multipliedBy(2)).getEpochSecond()));
    }
    UpdateItemRequest.Builder update =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(LedgerItem.key(key))
            .updateExpression(set + LET_GO)
            .conditionExpression(asRead(read, values))
            .expressionAttributeNames(names)
            .expressionAttributeValues(values)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    try {
      client.updateItem(update.build());
      return Optional.empty();
    } catch (ConditionalCheckFailedException e) {
      if (!e.hasItem()) {
        throw e;
      }
      return Optional.of(LedgerItem.entry(e.item()));
    }
  }

  /// The condition that the item is as it was read, and the values that it names.
  private static String asRead(Optional<Entry> read, Map<String, AttributeValue> values) {
    if (read.isEmpty()) {
      return "attribute_not_exists(#state)";
    }
    values.put(":old", AttributeValue.fromS(read.get().state().name()));
    String token = read.get().token();
    if (token == null) {
      return "#state = :old AND attribute_not_exists(#token)";
    }
    values.put(":oldToken", AttributeValue.fromS(token));
    return "#state = :old AND #token = :oldToken";
  }
}
