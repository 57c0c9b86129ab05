package dev.postrider.pace;

import java.util.ArrayList;
import java.util.List;

/// What SES answered an instance that the shared pace has not been told of. The next reservation
/// tells it, so that it costs no call of its own. Safe to use from several threads.
public final class UntoldAnswers {
  private final List<SlotAnswers> untold = new ArrayList<>();

  public synchronized void add(SlotAnswers answers) {
    SlotAnswers last = untold.isEmpty() ? null : untold.getLast();
    if (last != null && last.ratePerSecond() == answers.ratePerSecond()) {
      untold.removeLast();
      untold.add(new SlotAnswers(answers.ratePerSecond(), last.calls().plus(answers.calls())));
    } else {
      untold.add(answers);
    }
  }

  /// Takes out all that is there; what could not be told is to be put back.
  public synchronized List<SlotAnswers> take() {
    List<SlotAnswers> taken = List.copyOf(untold);
    untold.clear();
    return taken;
  }

  /// Puts back what could not be told.
  public synchronized void putBack(List<SlotAnswers> answers) {
    untold.addAll(0, answers);
  }
}
