package dev.postrider.email;

import dev.postrider.email.Decoded.Problem;
import java.util.ArrayList;
import java.util.List;

/// The problems of one message, collected while it is read; the tenth ends the reading, so that
/// many of them cost no more than ten.
final class Problems {
  private final List<Problem> problems = new ArrayList<>();

  /// Ends the reading of a message. Only [EmailDecoder] catches it.
  static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("a message has too many problems to read on", null, false, false);
    }
  }

  /// @throws Enough when this is the last problem that is reported
  void add(String pointer, String found, String allowed) {
    problems.add(new Problem(pointer, found, allowed));
    if (problems.size() == Limits.PROBLEMS) {
      throw new Enough();
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  List<Problem> list() {
    return List.copyOf(problems);
  }
}
