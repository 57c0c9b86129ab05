package dev.postrider.aws;

import dev.postrider.ledger.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// What SES accepted of a unit beyond its first message: the set `moreSes` of the item, and a step
/// of its history. Each id is written once, and whoever wrote it counts it (decision 0057).
final class SecondSends {
  private static final String MORE = "moreSes";

  private SecondSends() {}

  /// Whether an item holds another id than this one, and not this one too.
  static boolean isNews(Map<String, AttributeValue> item, String sesMessageId) {
    String first = LedgerItem.text(item, LedgerItem.SES_MESSAGE_ID);
    AttributeValue more = item.get(MORE);
    return first != null
        && !first.equals(sesMessageId)
        && (more == null || !more.ss().contains(sesMessageId));
  }

  /// Writes an id that [#isNews].
  ///
  /// @return false when another was faster, or this is the repetition of a write whose answer was
  ///     lost
  static boolean write(
      DynamoDbClient client, UpdateItemRequest.Builder update, String sesMessageId, Instant at) {
    Map<String, AttributeValue> values =
        new HashMap<>(LedgerSteps.values(at, State.SENT, "TWICE " + sesMessageId));
    values.put(":ses", AttributeValue.fromS(sesMessageId));
    values.put(":more", AttributeValue.builder().ss(sesMessageId).build());
    values.put(":at", LedgerItem.millis(at));
    try {
      var _ =
          client.updateItem(
              update
                  .updateExpression(
                      "SET updatedAt = :at" + LedgerSteps.APPEND + " ADD moreSes :more")
                  .conditionExpression(
                      "attribute_exists(ses) AND ses <> :ses AND NOT contains(moreSes, :ses)")
                  .expressionAttributeValues(values)
                  .build());
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }
}
