package dev.postrider.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Queues that keep what they are given, and fail when told to.
final class RecordingCopyQueues implements CopyQueues {
  private final List<MessageCopy> placed = new ArrayList<>();
  private Predicate<MessageCopy> failing = placement -> false;
  private boolean broken;

  /// From now on these copies do not reach their queue.
  void failOn(Predicate<MessageCopy> placements) {
    failing = placements;
  }

  /// From now on every call ends in a defect.
  void breakDown() {
    broken = true;
  }

  /// The copies that are on a queue.
  List<MessageCopy> placed() {
    return placed;
  }

  List<MessageCopy.DeferredCopy> deferred() {
    return of(MessageCopy.DeferredCopy.class);
  }

  List<MessageCopy.RejectedCopy> rejected() {
    return of(MessageCopy.RejectedCopy.class);
  }

  List<MessageCopy.HeldCopy> held() {
    return of(MessageCopy.HeldCopy.class);
  }

  @Override
  public List<Boolean> place(List<MessageCopy> placements) {
    if (broken) {
      throw new IllegalStateException("a defect of the queues");
    }
    List<Boolean> answers = new ArrayList<>();
    for (MessageCopy placement : placements) {
      boolean fails = failing.test(placement);
      if (!fails) {
        placed.add(placement);
      }
      answers.add(!fails);
    }
    return answers;
  }

  private <P extends MessageCopy> List<P> of(Class<P> kind) {
    return placed.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
