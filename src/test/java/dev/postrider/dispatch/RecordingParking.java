package dev.postrider.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Queues that keep what they are given, and fail when told to.
final class RecordingParking implements Parking {
  private final List<Placement> placed = new ArrayList<>();
  private Predicate<Placement> failing = placement -> false;
  private boolean broken;

  /// From now on these copies do not reach their queue.
  void failOn(Predicate<Placement> placements) {
    failing = placements;
  }

  /// From now on every call ends in a defect.
  void breakDown() {
    broken = true;
  }

  /// The copies that are on a queue.
  List<Placement> placed() {
    return placed;
  }

  List<Placement.Parked> parked() {
    return of(Placement.Parked.class);
  }

  List<Placement.Rejected> rejected() {
    return of(Placement.Rejected.class);
  }

  List<Placement.Held> held() {
    return of(Placement.Held.class);
  }

  @Override
  public List<Boolean> place(List<Placement> placements) {
    if (broken) {
      throw new IllegalStateException("a defect of the queues");
    }
    List<Boolean> answers = new ArrayList<>();
    for (Placement placement : placements) {
      boolean fails = failing.test(placement);
      if (!fails) {
        placed.add(placement);
      }
      answers.add(!fails);
    }
    return answers;
  }

  private <P extends Placement> List<P> of(Class<P> kind) {
    return placed.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
