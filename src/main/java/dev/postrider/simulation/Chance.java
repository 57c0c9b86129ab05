package dev.postrider.simulation;

import java.util.SplittableRandom;

/// Decides by dice what the environment does. All of its randomness comes from here.
final class Chance {
  private final World world;
  private final FaultModel model;
  private final SplittableRandom random;

  Chance(World world, FaultModel model, SplittableRandom random) {
    this.world = world;
    this.model = model;
    this.random = random;
  }

  FaultModel model() {
    return model;
  }

  /// Between 0 and 1.
  double dice() {
    return random.nextDouble();
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /// Between 0 and the bound, in the bound's unit.
  long upTo(long bound) {
    return random.nextLong(bound + 1);
  }

  /// How long a call to an AWS service takes there and back, in microseconds: mostly some
  /// milliseconds, and now and then much more.
  long latency() {
    double dice = random.nextDouble();
    long tail = dice < 0.002 ? 2_500_000 : dice < 0.01 ? 200_000 : 0;
    return 2_000 + random.nextLong(10_000) + (tail == 0 ? 0 : random.nextLong(tail));
  }

  /// An instance that calls may be killed in the middle of it, or soon after.
  void perhapsKill(Instance instance) {
    if (happens(model.killedAtStep())) {
      world.timeline.after(upTo(150_000), () -> instance.kill("KILLED"));
    }
  }

  SplittableRandom split() {
    return random.split();
  }
}
