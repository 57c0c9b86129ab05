package dev.postrider.email;

import dev.postrider.email.Decoded.Problem;
import java.util.ArrayList;
import java.util.List;

/// The problems of one message, collected while it is read; the first ten are kept.
final class Problems {
  private final List<Problem> problems = new ArrayList<>();

  void add(String pointer, String found, String allowed) {
    if (problems.size() < Limits.PROBLEMS) {
      problems.add(new Problem(pointer, found, allowed));
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  List<Problem> list() {
    return List.copyOf(problems);
  }
}
