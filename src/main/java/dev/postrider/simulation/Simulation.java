package dev.postrider.simulation;

import dev.postrider.simulation.GroundTruth.EndedMessage;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.SuppressionKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs worlds and checks them.
public final class Simulation {
  private Simulation() {}

  /// Runs one seed. A run that breaks a promise is run again to keep its trace.
  ///
  /// @throws IllegalStateException when the simulation itself has a defect, or the second run was
  ///     another one
  public static RunReport run(long seed, int messages, Replacements replacements) {
    Scenario scenario = Scenario.of(seed, messages);
    RunReport report = runInFibers(scenario, replacements, false);
    if (report.kept()) {
      return report;
    }
    RunReport again = runInFibers(scenario, replacements, true);
    if (again.traceHash() != report.traceHash()) {
      throw new IllegalStateException("seed " + seed + " does not replay");
    }
    return again;
  }

  /// Runs a backlog at a rate of one's own, which nothing slows down, once.
  ///
  /// @param maxSendRate SES's, in recipients a second
  public static RunReport backlog(long seed, int messages, double maxSendRate) {
    return runInFibers(Scenario.fast(seed, messages, maxSendRate), Replacements.NONE, true);
  }

  /// Runs a case, once.
  public static PaceReport pace(long seed, PaceCase paceCase, Replacements replacements) {
    Scenario scenario = Scenario.of(seed, paceCase);
    return runInFibers(
        scenario,
        () -> {
          World world = new World(scenario, replacements, false);
          return PaceReport.of(world, paceCase, run(world, false));
        });
  }

  /// The timeline hands the turn over to fibers, which is cheapest between virtual threads.
  private static RunReport runInFibers(
      Scenario scenario, Replacements replacements, boolean keepTrace) {
    return runInFibers(
        scenario, () -> run(new World(scenario, replacements, keepTrace), keepTrace));
  }

  private static <T> T runInFibers(Scenario scenario, Callable<T> run) {
    FutureTask<T> task = new FutureTask<>(run);
    var _ = Thread.ofVirtual().start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "seed " + scenario.seed() + " could not be run", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static RunReport run(World world, boolean keepTrace) {
    Scenario scenario = world.scenario;
    Map<SuppressionKey, Facts> before = world.suppressSome();
    if (!world.run()) {
      world.truth.violation(1, "", "the run did not come to rest");
    }
    for (RuntimeException defect : world.truth.defects) {
      world.truth.violation(1, "", "the dispatcher reported a defect: " + defect);
    }
    PromiseChecks checks = new PromiseChecks(world);
    checks.everyMessageEnded();
    checks.nothingDiedWithoutAFault();
    checks.everyDuplicateWasCounted();
    checks.theRateWasKept();
    checks.nobodyElseWasMarked(before.keySet());
    new EventReplay(world, before).check();
    List<Violation> violations = world.truth.violations;
    return new RunReport(
        scenario.seed(),
        scenario.messages(),
        world.trace.hash(),
        figures(world, checks),
        violations,
        keepTrace && !violations.isEmpty() ? trace(world, violations.getFirst()) : List.of());
  }

  private static List<String> trace(World world, Violation violation) {
    return violation.promise() == 4
        ? world.trace.secondBefore(world.ses.offered.peakAt)
        : world.trace.of(violation.key());
  }

  private static Figures figures(World world, PromiseChecks checks) {
    GroundTruth truth = world.truth;
    Map<String, Long> duplicates = new TreeMap<>();
    long accepted = 0;
    long acceptances = 0;
    for (GroundTruth.UnitTruth unit : truth.units.values()) {
      int times = unit.acceptances.size();
      accepted += Math.min(1, times);
      acceptances += times;
      for (int i = 1; i < times; i++) {
        duplicates.merge(GroundTruth.cause(unit, i), 1L, Long::sum);
      }
    }
    long dead = ended(truth, EndedMessage.DEAD_LETTER);
    long held = ended(truth, EndedMessage.HELD);
    boolean calm = world.scenario.measuresUse();
    return new Figures(
        1,
        world.scenario.messages(),
        checks.units(),
        accepted,
        acceptances,
        checks.lost,
        duplicates,
        checks.unrecorded,
        checks.states,
        dead,
        held,
        truth.ended.size() - dead - held,
        truth.copies.copies(),
        truth.copies.hops(),
        world.ses.calls,
        world.feedback.deadLetters,
        truth.killed,
        checks.peakShare(),
        calm ? checks.usedShare() : 1,
        calm ? checks.usedShare() : 0,
        calm ? 1 : 0,
        world.timeline.now() / 1_000_000.0);
  }

  private static long ended(GroundTruth truth, String reason) {
    return truth.ended.stream().filter(message -> message.reason().equals(reason)).count();
  }
}
