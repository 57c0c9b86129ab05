package dev.postrider.simulation;

import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Decides by dice what the environment does. All of its randomness comes from here.
final class Chance {
  private final Map<SimulatedFault, Double> faults;
  private final boolean slowAnswers;
  private final SplittableRandom random;

  /// @param faults how likely each is; one that is missing never happens
  /// @param slowAnswers whether a call to an AWS service may take much longer than most
  Chance(Map<SimulatedFault, Double> faults, boolean slowAnswers, SplittableRandom random) {
    this.faults = faults;
    this.slowAnswers = slowAnswers;
    this.random = random;
  }

  /// Between 0 and 1.
  double dice() {
    return random.nextDouble();
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  boolean happens(SimulatedFault fault) {
    return happens(probability(fault));
  }

  /// Which of several faults happens, of which one excludes the others; null when none does.
  ///
  /// @param dice between 0 and 1
  @Nullable SimulatedFault which(double dice, SimulatedFault... candidates) {
    double bound = 0;
    for (SimulatedFault fault : candidates) {
      bound += probability(fault);
      if (dice < bound) {
        return fault;
      }
    }
    return null;
  }

  private double probability(SimulatedFault fault) {
    return faults.getOrDefault(fault, 0.0);
  }

  /// Between 0 and the bound, in the bound's unit.
  long upTo(long bound) {
    return random.nextLong(bound + 1);
  }

  /// How long a call to an AWS service takes there and back, in microseconds: mostly some
  /// milliseconds, and now and then much more.
  long latency() {
    double dice = random.nextDouble();
    long tail = !slowAnswers ? 0 : dice < 0.002 ? 2_500_000 : dice < 0.01 ? 200_000 : 0;
    return 2_000 + random.nextLong(10_000) + (tail == 0 ? 0 : random.nextLong(tail));
  }

  SplittableRandom split() {
    return random.split();
  }
}
