package dev.postrider.local.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What became of one invocation.
public sealed interface InvocationOutcome {
  /// The handler returned.
  ///
  /// @param payload its result as JSON; not copied, nobody changes it
  @SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
  record HandlerReturned(byte[] payload) implements InvocationOutcome {
    /// The payload as text.
    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  /// The handler threw, or the function could not be initialised.
  ///
  /// @param payload Lambda's error document: errorMessage, errorType, stackTrace
  @SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
  record HandlerThrew(byte[] payload) implements InvocationOutcome {
    /// The payload as text.
    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  /// The time-out passed; the instance was killed.
  record TimedOut(Duration timeout) implements InvocationOutcome {}

  /// The instance ended in mid-invocation, or before it was ready.
  record Exited(int exitCode) implements InvocationOutcome {}
}
