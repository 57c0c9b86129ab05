package dev.postrider.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.Json;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Which messages of a batch are done, by the rules of `ReportBatchItemFailures`.
///
/// Source: "Handling errors for an SQS event source in Lambda", Lambda developer guide.
final class BatchVerdict {
  private BatchVerdict() {}

  /// The ids that may be deleted. Nothing, an empty object and an empty list mean that all
  /// succeeded; an error, or an id that is not the batch's, means that all failed.
  static Set<String> succeeded(Set<String> batch, InvocationOutcome outcome) {
    if (!(outcome instanceof InvocationOutcome.HandlerReturned(String response))) {
      return Set.of();
    }
    if (response.isBlank() || response.equals("null")) {
      return batch;
    }
    Optional<ObjectNode> json = Json.readObject(response);
    if (json.isEmpty()) {
      return Set.of();
    }
    Set<String> left = new HashSet<>(batch);
    for (JsonNode failure : Json.elements(json.get().path("batchItemFailures"))) {
      if (!left.remove(failure.path("itemIdentifier").asText())) {
        return Set.of();
      }
    }
    return left;
  }
}
