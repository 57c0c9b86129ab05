package dev.postrider.aws;

import static dev.postrider.aws.ItemAttributes.millis;
import static dev.postrider.aws.ItemAttributes.number;

import dev.postrider.ledger.Change;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Condition;
import dev.postrider.ledger.ConditionalWrite;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;

/// Says the batched form of a [ConditionalWrite] in PartiQL, which knows no `if_not_exists`: it
/// inserts a new item, or updates one that a claim holds, and a claim has made all attributes that
/// [LedgerUpdate] would make if they were absent. For one statement.
///
/// Source: DynamoDB developer guide, "PartiQL insert statements" and "PartiQL update statements".
final class LedgerStatement {
  private final StringBuilder text = new StringBuilder();
  private final List<AttributeValue> parameters = new ArrayList<>();

  private LedgerStatement() {}

  /// @param keep how long an item is kept after its claim
  static BatchStatementRequest of(ConditionalWrite write, String table, Duration keep) {
    LedgerStatement statement = new LedgerStatement();
    switch (write.change()) {
      case Change.TakeClaim(ClaimRequest request, boolean _) ->
          statement.insert(table, newItem(write, request, keep));
      case Change.MoveTo move -> statement.update(table, write).move(move).where(write);
      case Change.RecordAcceptance(String sesMessageId) ->
          statement
              .update(table, write)
              .set("state", text(State.SENT))
              .set(LedgerItem.SES_MESSAGE_ID, AttributeValue.fromS(sesMessageId))
              .remove(LedgerItem.NEXT_TRY)
              .remove(LedgerItem.TEXT)
              .letGo()
              .where(write);
      case Change.RecordReport _, Change.RecordFurtherSend _ ->
          throw new IllegalArgumentException("has no batched form: " + write.change());
    }
    return BatchStatementRequest.builder()
        .statement(statement.text.toString())
        .parameters(statement.parameters)
        .build();
  }

  private static Map<String, AttributeValue> newItem(
      ConditionalWrite write, ClaimRequest request, Duration keep) {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    item.put(LedgerItem.ID, AttributeValue.fromS(write.key()));
    item.put("state", text(State.CLAIMED));
    item.put("fp", AttributeValue.fromS(request.fingerprint()));
    item.put("token", AttributeValue.fromS(request.token()));
    item.put("since", millis(request.leaseUntil()));
    item.put("stream", AttributeValue.fromS(request.stream()));
    item.put("createdAt", millis(write.at()));
    item.put("updatedAt", millis(write.at()));
    item.put("ttl", number(write.at().plus(keep).getEpochSecond()));
    item.put("claims", number(1));
    // For the update that settles the claim to append to.
    item.put(LedgerHistory.STEPS, AttributeValue.fromL(List.of()));
    return item;
  }

  private void insert(String table, Map<String, AttributeValue> item) {
    parameters.addAll(item.values());
    text.append("INSERT INTO \"%s\" VALUE ".formatted(table))
        .append(
            item.keySet().stream()
                .map("'%s': ?"::formatted)
                .collect(Collectors.joining(", ", "{", "}")));
  }

  private LedgerStatement update(String table, ConditionalWrite write) {
    text.append("UPDATE \"%s\"".formatted(table));
    write.step().ifPresent(step -> append(LedgerHistory.STEPS, LedgerHistory.step(step)));
    return set("updatedAt", millis(write.at()));
  }

  private LedgerStatement move(Change.MoveTo move) {
    set("state", text(move.state())).set("reason", AttributeValue.fromS(move.reason()));
    if (move.text().isEmpty()) {
      remove(LedgerItem.TEXT);
    } else {
      set(LedgerItem.TEXT, AttributeValue.fromS(move.text()));
    }
    move.nextTry()
        .ifPresentOrElse(
            at -> set(LedgerItem.NEXT_TRY, millis(at)), () -> remove(LedgerItem.NEXT_TRY));
    move.since().ifPresentOrElse(at -> set("since", millis(at)), this::letGo);
    return this;
  }

  private LedgerStatement letGo() {
    return remove("token").remove("since");
  }

  private LedgerStatement set(String attribute, AttributeValue value) {
    return add(" SET \"%s\" = ?".formatted(attribute), value);
  }

  private void append(String attribute, AttributeValue list) {
    var _ = add(" SET \"%1$s\" = list_append(\"%1$s\", ?)".formatted(attribute), list);
  }

  private LedgerStatement remove(String attribute) {
    text.append(" REMOVE \"%s\"".formatted(attribute));
    return this;
  }

  private void where(ConditionalWrite write) {
    var _ = add(" WHERE \"%s\" = ?".formatted(LedgerItem.ID), AttributeValue.fromS(write.key()));
    if (!(write.condition() instanceof Condition.ClaimedBy(String token))) {
      throw new IllegalArgumentException("has no batched form: " + write.condition());
    }
    var _ = add(" AND \"token\" = ?", AttributeValue.fromS(token));
    text.append(
        Condition.ClaimedBy.STATES.stream()
            .map(state -> "\"state\" = ?")
            .collect(Collectors.joining(" OR ", " AND (", ")")));
    Condition.ClaimedBy.STATES.forEach(state -> parameters.add(text(state)));
  }

  private LedgerStatement add(String clause, AttributeValue parameter) {
    text.append(clause);
    parameters.add(parameter);
    return this;
  }

  private static AttributeValue text(State state) {
    return AttributeValue.fromS(state.name());
  }
}
