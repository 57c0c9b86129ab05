package dev.postrider.aws;

import dev.postrider.calls.Chunks;
import dev.postrider.calls.Fanout;
import dev.postrider.ledger.ProtocolStep;
import dev.postrider.ledger.ProtocolStep.Batched;
import dev.postrider.ledger.ProtocolStep.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;

/// Writes many requests' first steps in few calls: BatchExecuteStatement carries up to 25
/// conditional writes, each of which takes effect or fails by itself.
///
/// Source: DynamoDB API reference, "BatchExecuteStatement".
///
/// @param keep how long an item is kept after its last claim
record LedgerBatches(DynamoDbClient client, String table, Duration keep, Fanout fanout) {
  /// DynamoDB's limit.
  static final int STATEMENTS = 25;

  /// @param request its position among the requests
  private record Statement<A>(int request, Batched<A> batched) {}

  /// Writes what can share a call.
  ///
  /// @param failed the answer to all of a call's requests when the call fails for a reason that
  ///     would also fail them one by one
  /// @return the answers to those that took effect, or whose call failed so, by their positions
  <A> Map<Integer, A> written(
      List<ProtocolStep<A>> requests, CallsUntil calls, Function<RuntimeException, A> failed) {
    List<Statement<A>> statements = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      if (requests.get(i) instanceof Write<A> write && write.batched().isPresent()) {
        statements.add(new Statement<>(i, write.batched().get()));
      }
    }
    Map<Integer, A> answers = new HashMap<>();
    // What is alone has a call of its own in any case, and its update brings the item that was in
    // the way.
    if (statements.size() > 1) {
      fanout.each(even(statements), chunk -> call(chunk, calls, failed)).forEach(answers::putAll);
    }
    return answers;
  }

  /// As few calls as the limit allows, of about the same length.
  private static <T> List<List<T>> even(List<T> statements) {
    int calls = Math.ceilDiv(statements.size(), STATEMENTS);
    return Chunks.of(statements, Math.ceilDiv(statements.size(), calls));
  }

  private <A> Map<Integer, A> call(
      List<Statement<A>> statements, CallsUntil calls, Function<RuntimeException, A> failed) {
    Map<Integer, A> answers = new HashMap<>();
    try {
      List<BatchStatementResponse> results = execute(statements, calls);
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i).error() == null) {
          answers.put(statements.get(i).request(), statements.get(i).batched().answer());
        }
      }
    } catch (SdkException e) {
      if (SdkErrors.mayPass(e)) {
        statements.forEach(one -> answers.put(one.request(), failed.apply(e)));
      }
    }
    return answers;
  }

  private <A> List<BatchStatementResponse> execute(
      List<Statement<A>> statements, CallsUntil calls) {
    BatchExecuteStatementRequest.Builder request =
        BatchExecuteStatementRequest.builder()
            .statements(
                statements.stream()
                    .map(one -> LedgerStatement.of(one.batched().write(), table, keep))
                    .toList());
    calls.bound().ifPresent(request::overrideConfiguration);
    return client.batchExecuteStatement(request.build()).responses();
  }
}
