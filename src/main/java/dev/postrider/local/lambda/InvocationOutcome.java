package dev.postrider.local.lambda;

import dev.postrider.local.http.Json;
import java.time.Duration;

/// What became of one invocation.
public sealed interface InvocationOutcome {
  /// What Lambda hands back: the handler's result as JSON, or an error document of errorType,
  /// errorMessage and, where the handler threw, stackTrace.
  String payload();

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
    return Json.object().put("errorType", type).put("errorMessage", message).toString();
  }
}
