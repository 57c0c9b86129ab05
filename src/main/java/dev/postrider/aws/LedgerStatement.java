package dev.postrider.aws;

import dev.postrider.ledger.Change;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Condition;
import dev.postrider.ledger.ConditionalWrite;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;

/// Says the batched form of a [ConditionalWrite] in PartiQL, which knows no `if_not_exists`: it
/// inserts a new item, or updates one that a claim holds, and a claim has made all attributes that
/// [LedgerUpdate] would make if they were absent. For one statement.
///
/// Numbers and states stand in the text, which costs the client less than parameters do. All other
/// texts are parameters.
///
/// Source: DynamoDB developer guide, "PartiQL insert statements" and "PartiQL update statements".
final class LedgerStatement {
  private static final String HELD_BY_CLAIM =
      Condition.ClaimedBy.STATES.stream()
          .sorted()
          .map(state -> "\"state\" = '" + state + "'")
          .collect(Collectors.joining(" OR ", " AND (", ")"));

  private final StringBuilder text = new StringBuilder(400);
  private final List<AttributeValue> parameters = new ArrayList<>(6);

  private LedgerStatement() {}

  /// @param keep how long an item is kept after its claim
  static BatchStatementRequest of(ConditionalWrite write, String table, Duration keep) {
    LedgerStatement statement = new LedgerStatement();
    switch (write.change()) {
      case Change.TakeClaim(ClaimRequest request, boolean _) ->
          statement.insert(table, write, request, keep);
      case Change.MoveTo move -> statement.update(table, write).move(move).where(write);
      case Change.RecordAcceptance(String sesMessageId) ->
          statement
              .update(table, write)
              .state(State.SENT)
              .set(LedgerItem.SES_MESSAGE_ID, sesMessageId)
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

  /// With a list of no steps, for the update that settles the claim to append to.
  private void insert(String table, ConditionalWrite write, ClaimRequest request, Duration keep) {
    long at = write.at().toEpochMilli();
    text.append("INSERT INTO \"").append(table).append("\" VALUE {'state': 'CLAIMED'");
    text.append(", 'since': ").append(request.leaseUntil().toEpochMilli());
    text.append(", 'createdAt': ").append(at).append(", 'updatedAt': ").append(at);
    text.append(", 'ttl': ").append(write.at().plus(keep).getEpochSecond());
    text.append(", 'claims': 1, '").append(LedgerHistory.STEPS).append("': []");
    text.append(", '").append(LedgerItem.ID).append("': ?, 'fp': ?, 'token': ?, 'stream': ?}");
    Stream.of(write.key(), request.fingerprint(), request.token(), request.stream())
        .map(AttributeValue::fromS)
        .forEach(parameters::add);
  }

  private LedgerStatement update(String table, ConditionalWrite write) {
    text.append("UPDATE \"").append(table).append('"');
    write.step().ifPresent(step -> append(LedgerHistory.STEPS, LedgerHistory.step(step)));
    return set("updatedAt", write.at());
  }

  private LedgerStatement move(Change.MoveTo move) {
    state(move.state()).set("reason", move.reason());
    if (move.text().isEmpty()) {
      remove(LedgerItem.TEXT);
    } else {
      set(LedgerItem.TEXT, move.text());
    }
    move.nextTry()
        .ifPresentOrElse(at -> set(LedgerItem.NEXT_TRY, at), () -> remove(LedgerItem.NEXT_TRY));
    move.since().ifPresentOrElse(at -> set("since", at), this::letGo);
    return this;
  }

  private LedgerStatement letGo() {
    return remove("token").remove("since");
  }

  private LedgerStatement state(State state) {
    text.append(" SET \"state\" = '").append(state).append('\'');
    return this;
  }

  private LedgerStatement set(String attribute, Instant at) {
    text.append(" SET \"").append(attribute).append("\" = ").append(at.toEpochMilli());
    return this;
  }

  private LedgerStatement set(String attribute, String value) {
    text.append(" SET \"").append(attribute).append("\" = ?");
    parameters.add(AttributeValue.fromS(value));
    return this;
  }

  private void append(String attribute, AttributeValue list) {
    text.append(" SET \"").append(attribute).append("\" = list_append(\"");
    text.append(attribute).append("\", ?)");
    parameters.add(list);
  }

  private LedgerStatement remove(String attribute) {
    text.append(" REMOVE \"").append(attribute).append('"');
    return this;
  }

  private void where(ConditionalWrite write) {
    if (!(write.condition() instanceof Condition.ClaimedBy(String token))) {
      throw new IllegalArgumentException("has no batched form: " + write.condition());
    }
    text.append(" WHERE \"").append(LedgerItem.ID).append("\" = ? AND \"token\" = ?");
    text.append(HELD_BY_CLAIM);
    parameters.add(AttributeValue.fromS(write.key()));
    parameters.add(AttributeValue.fromS(token));
  }
}
