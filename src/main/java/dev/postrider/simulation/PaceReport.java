package dev.postrider.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What came of a case, each figure with its goal beside it.
///
/// @param copies by reason, how many were made for each message of the backlog
/// @param busiestSecond the most that was offered in one second, as a share of what is allowed
/// @param broken promises that were not kept
public record PaceReport(
    String name,
    double ratePerSecond,
    int instances,
    long messages,
    List<PaceFigure> figures,
    Map<String, Double> copies,
    double busiestSecond,
    long heldCopies,
    List<Violation> broken) {

  /// Not asked for: an overload that is answered with a standstill would be none.
  private static final double OVERLOADED_USE = 0.5;

  /// One figure, as a share.
  ///
  /// @param bound of the goal: "at least" or "at most"
  /// @param reached whether the goal was
  public record PaceFigure(String name, double value, String bound, double goal, boolean reached) {
    static PaceFigure atLeast(String name, double value, double goal) {
      return new PaceFigure(name, value, "at least", goal, value >= goal);
    }

    static PaceFigure atMost(String name, double value, double goal) {
      return new PaceFigure(name, value, "at most", goal, value <= goal);
    }
  }

  /// Whether every goal was reached and every promise kept.
  public boolean reached() {
    return broken.isEmpty() && figures.stream().allMatch(PaceFigure::reached);
  }

  static PaceReport of(World world, PaceCase paceCase, RunReport run) {
    return new PaceReport(
        paceCase.name(),
        paceCase.maxSendRate(),
        paceCase.instances(),
        paceCase.messages(),
        figures(world, paceCase),
        copies(run, paceCase.messages()),
        run.figures().peakShare(),
        run.figures().heldCopies(),
        run.violations());
  }

  private static Map<String, Double> copies(RunReport run, double messages) {
    Map<String, Double> copies = new TreeMap<>();
    run.figures().copies().forEach((why, spread) -> copies.put(why, spread.total() / messages));
    return copies;
  }

  private static List<PaceFigure> figures(World world, PaceCase paceCase) {
    OfferedCalls calls = world.ses.offeredCalls;
    PaceCase.Goals goals = paceCase.goals();
    PaceCase.Overload overload = paceCase.overload();
    if (overload != null) {
      return overloaded(calls, paceCase, overload);
    }
    if (paceCase.lowered() != null) {
      return lowered(world, paceCase.maxSendRate() * paceCase.lowered().share());
    }
    long begun = calls.acceptedBy(0.1);
    long almostAll = calls.acceptedBy(0.85);
    double left = paceCase.maxSendRate() * (1 - paceCase.neighbour());
    return List.of(
        PaceFigure.atLeast("used", calls.acceptedPerSecond(begun, almostAll) / left, goals.used()),
        PaceFigure.atMost(
            "throttled", calls.throttledShare(at -> at < almostAll), goals.throttled()));
  }

  private static List<PaceFigure> overloaded(
      OfferedCalls calls, PaceCase paceCase, PaceCase.Overload overload) {
    long from = overload.fromSecond() * 1_000_000L;
    long to = overload.toSecond() * 1_000_000L;
    long back = calls.lastThrottle() + 30_000_000;
    double throttled = calls.throttledShare(at -> at >= from && at < to);
    double taken = paceCase.maxSendRate() * overload.share();
    return List.of(
        PaceFigure.atLeast(
            "used 30 s after the last throttle",
            calls.acceptedPerSecond(back, back + 10_000_000) / paceCase.maxSendRate(),
            paceCase.goals().used()),
        PaceFigure.atLeast(
            "used in the overload",
            calls.acceptedPerSecond(from + 20_000_000, to) / taken,
            OVERLOADED_USE),
        PaceFigure.atMost("calls made, of those needed", 1 / (1 - throttled), 1.4));
  }

  private static List<PaceFigure> lowered(World world, double rate) {
    OfferedCalls calls = world.ses.offeredCalls;
    long obeyed = world.loweredAt + 5_000_000;
    return List.of(
        PaceFigure.atLeast(
            "used of the lower rate",
            calls.acceptedPerSecond(obeyed, calls.acceptedBy(0.95)) / rate,
            0.95),
        PaceFigure.atMost(
            "busiest second after 5 s, of what is allowed",
            calls.busiestSecond(obeyed) / (rate * (1 + world.burstSeconds())),
            1));
  }
}
