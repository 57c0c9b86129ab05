package dev.postrider.aws;

import dev.postrider.ledger.Entry;
import dev.postrider.ledger.ProtocolStep;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// Takes the steps of the claim protocol in DynamoDB: one conditional update each. The update
/// brings the item as it was, whether its condition held or not, so that no step needs a read.
///
/// @param keep how long an item is kept after its last claim
record LedgerTable(DynamoDbClient client, String table, Duration keep) {

  /// @param calls until when the last call may take
  <A> A finish(ProtocolStep<A> first, CallsUntil calls) {
    return first.finish(step -> write(step, calls));
  }

  private <A> ProtocolStep<A> write(ProtocolStep.Write<A> step, CallsUntil calls) {
    UpdateItemRequest.Builder request =
        new LedgerUpdate(step.write(), keep)
            .request(table)
            .returnValues(ReturnValue.ALL_OLD)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    calls.bound().ifPresent(request::overrideConfiguration);
    Map<String, AttributeValue> before;
    try {
      before = client.updateItem(request.build()).attributes();
    } catch (ConditionalCheckFailedException e) {
      return step.refused().apply(e.hasItem() ? entry(e.item()) : Optional.empty());
    }
    return step.written().apply(entry(before));
  }

  Optional<Entry> read(String key) {
    return read(key, true);
  }

  /// What may be some writes behind, at half the price.
  Optional<Entry> readEventually(String key) {
    return read(key, false);
  }

  private Optional<Entry> read(String key, boolean consistently) {
    return entry(
        client
            .getItem(
                get -> get.tableName(table).key(LedgerItem.key(key)).consistentRead(consistently))
            .item());
  }

  private static Optional<Entry> entry(Map<String, AttributeValue> item) {
    return item.isEmpty() ? Optional.empty() : Optional.of(LedgerItem.entry(item));
  }
}
