package dev.postrider.aws;

import static dev.postrider.aws.LedgerItem.millis;

import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The feedback side of the ledger in DynamoDB: one conditional update for a Send event, one a
/// recipient for the others. A condition that does not hold means that the ledger knows already, or
/// that no row is that of the event's mail. An event of a second send costs one write more, once.
public final class DynamoDeliveryLedger implements DeliveryLedger {
  private static final String SENT =
      "SET #state = :sent, ses = if_not_exists(ses, :ses), updatedAt = :at";

  /// A claim made the row, before the mail was sent.
  private static final String OF_THIS_MAIL =
      "attribute_exists(attempts) AND createdAt <= :madeBy AND ";

  private final DynamoDbClient client;
  private final String table;

  public DynamoDeliveryLedger(DynamoDbClient client, String table) {
    this.client = client;
    this.table = table;
  }

  /// A further id of SES's is written last: where a write before it fails, the event comes again
  /// and finds it unwritten.
  @Override
  public Learnt record(DeliveryReport report) {
    List<Written> writes =
        report.recipients().isEmpty()
            ? List.of(sent(report))
            : report.recipients().entrySet().stream()
                .map(recipient -> recipient(report, recipient.getKey(), recipient.getValue()))
                .toList();
    Map<String, AttributeValue> found = writes.getLast().found();
    return ofThisMail(found, report)
        ? new Learnt(writes.stream().anyMatch(Written::settled), sentTwice(found, report), false)
        : Learnt.UNKNOWN_UNIT;
  }

  /// @param settled whether it settled what nobody was about to settle
  /// @param found the item before it, or what stood in its way
  private record Written(boolean settled, Map<String, AttributeValue> found) {}

  private Written sent(DeliveryReport report) {
    return write(
        report,
        SENT + LedgerSteps.APPEND,
        "(attribute_not_exists(ses) OR #state <> :sent)",
        Map.of(),
        LedgerSteps.values(report.at(), State.SENT, "SEND_EVENT"));
  }

  private Written recipient(DeliveryReport report, String hash, RecipientStatus status) {
    return write(
        report,
        SENT + LedgerSteps.REPORT,
        "(" + LedgerSteps.GRAVER + ")",
        Map.of("#recipient", LedgerSteps.recipient(hash)),
        LedgerSteps.news(report.at(), status));
  }

  private static boolean ofThisMail(Map<String, AttributeValue> found, DeliveryReport report) {
    return found.containsKey("attempts")
        && LedgerItem.number(found, "createdAt") <= report.rowMadeBy().toEpochMilli();
  }

  private static boolean settledByNobody(Map<String, AttributeValue> before) {
    String state = LedgerItem.text(before, "state");
    return !State.SENT.name().equals(state) && !State.CLAIMED.name().equals(state);
  }

  private boolean sentTwice(Map<String, AttributeValue> before, DeliveryReport report) {
    return SecondSends.isNews(before, report.sesMessageId())
        && SecondSends.write(
            client,
            UpdateItemRequest.builder().tableName(table).key(LedgerItem.key(report.key())),
            report.sesMessageId(),
            report.at());
  }

  private Written write(
      DeliveryReport report,
      String update,
      String condition,
      Map<String, String> moreNames,
      Map<String, AttributeValue> moreValues) {
    Map<String, String> names = new HashMap<>(moreNames);
    names.putAll(Map.of("#state", "state", "#token", "token"));
    Map<String, AttributeValue> values = new HashMap<>(moreValues);
    values.put(":sent", AttributeValue.fromS(State.SENT.name()));
    values.put(":ses", AttributeValue.fromS(report.sesMessageId()));
    values.put(":at", millis(report.at()));
    values.put(":madeBy", millis(report.rowMadeBy()));
    try {
      Map<String, AttributeValue> before =
          client
              .updateItem(
                  UpdateItemRequest.builder()
                      .tableName(table)
                      .key(LedgerItem.key(report.key()))
                      .updateExpression(update + " REMOVE #token, since")
                      .conditionExpression(OF_THIS_MAIL + condition)
                      .expressionAttributeNames(names)
                      .expressionAttributeValues(values)
                      .returnValues(ReturnValue.ALL_OLD)
                      .returnValuesOnConditionCheckFailure(
                          ReturnValuesOnConditionCheckFailure.ALL_OLD)
                      .build())
              .attributes();
      return new Written(settledByNobody(before), before);
    } catch (ConditionalCheckFailedException e) {
      // The event was recorded before, a graver one was, or it is not about this row.
      return new Written(false, e.hasItem() ? e.item() : Map.of());
    }
  }
}
