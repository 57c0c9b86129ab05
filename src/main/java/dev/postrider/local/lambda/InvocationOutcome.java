package dev.postrider.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What became of one invocation.
public sealed interface InvocationOutcome {
  /// What Lambda hands back: the handler's result as JSON, or an error document of errorType,
  /// errorMessage and, where the handler threw, stackTrace.
  String payload();

  /// Which messages of a batch may be deleted, by the rules of `ReportBatchItemFailures`. Nothing,
  /// an empty object and an empty list mean that all succeeded; an error, or an id that is not the
  /// batch's, means that all failed.
  ///
  /// Source: "Handling errors for an SQS event source in Lambda", Lambda developer guide.
  ///
  /// @param batch the messages' ids
  default Set<String> succeeded(Set<String> batch) {
    if (!(this instanceof HandlerReturned)) {
      return Set.of();
    }
    if (payload().isBlank() || payload().equals("null")) {
      return batch;
    }
    Optional<ObjectNode> json = HttpJson.readObject(payload());
    if (json.isEmpty()) {
      return Set.of();
    }
    Set<String> left = new HashSet<>(batch);
    boolean known =
        json.get()
            .path("batchItemFailures")
            .valueStream()
            .allMatch(failure -> left.remove(failure.path("itemIdentifier").asText()));
    return known ? left : Set.of();
  }

  /// The handler returned.
  record HandlerReturned(String payload) implements InvocationOutcome {}

  /// The handler threw, or the function could not be initialised.
  record HandlerThrew(String payload) implements InvocationOutcome {}

  /// The time-out passed; the instance was killed.
  record TimedOut(Duration timeout) implements InvocationOutcome {
    @Override
    public String payload() {
      return error("Sandbox.Timedout", "Task timed out after " + timeout.toSeconds() + " seconds");
    }
  }

  /// The instance ended in mid-invocation, or before it was ready.
  record Exited(int exitCode) implements InvocationOutcome {
    @Override
    public String payload() {
      return error("Runtime.ExitError", "Runtime exited with code " + exitCode);
    }
  }

  private static String error(String type, String message) {
    return HttpJson.object().put("errorType", type).put("errorMessage", message).toString();
  }
}
