package dev.postrider.email;

import java.util.List;
import java.util.stream.Collectors;

/// What a message body turned out to be.
public sealed interface Decoded {

  /// A message that keeps every rule.
  record WellFormed(Email email) implements Decoded {}

  /// A message that breaks a rule. It goes to the rejected queue and is never redelivered.
  ///
  /// @param problems what is wrong; at least one, at most ten
  record Malformed(List<Problem> problems) implements Decoded {
    public Malformed {
      problems = List.copyOf(problems);
    }

    /// All problems on one line.
    public String reason() {
      return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
  }

  /// One broken rule. Holds no recipient address and no text of a body, so that it may be logged.
  ///
  /// @param pointer the JSON pointer (RFC 6901) of the value, `""` for the whole document
  /// @param found what was there, described
  /// @param allowed what is allowed there
  record Problem(String pointer, String found, String allowed) {
    @Override
    public String toString() {
      return (pointer.isEmpty() ? "the message" : pointer)
          + ": found "
          + found
          + ", allowed is "
          + allowed;
    }
  }
}
