package dev.postrider.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What came of a weather, each figure with its goal beside it.
///
/// @param copies by reason, how many were made for each message of the backlog
/// @param busiestSecond the most that was offered in one second, as a share of what is allowed
/// @param broken promises that were not kept
public record WeatherReport(
    String weather,
    double ratePerSecond,
    int instances,
    long messages,
    List<WeatherFigure> figures,
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
  public record WeatherFigure(
      String name, double value, String bound, double goal, boolean reached) {
    static WeatherFigure atLeast(String name, double value, double goal) {
      return new WeatherFigure(name, value, "at least", goal, value >= goal);
    }

    static WeatherFigure atMost(String name, double value, double goal) {
      return new WeatherFigure(name, value, "at most", goal, value <= goal);
    }
  }

  /// Whether every goal was reached and every promise kept.
  public boolean reached() {
    return broken.isEmpty() && figures.stream().allMatch(WeatherFigure::reached);
  }

  static WeatherReport of(World world, Weather weather, RunReport run) {
    return new WeatherReport(
        weather.name(),
        weather.maxSendRate(),
        weather.instances(),
        weather.messages(),
        figures(world, weather),
        copies(run, weather.messages()),
        run.figures().peakShare(),
        run.figures().heldCopies(),
        run.violations());
  }

  private static Map<String, Double> copies(RunReport run, double messages) {
    Map<String, Double> copies = new TreeMap<>();
    run.figures().copies().forEach((why, spread) -> copies.put(why, spread.total() / messages));
    return copies;
  }

  private static List<WeatherFigure> figures(World world, Weather weather) {
    OfferedCalls calls = world.ses.offeredCalls;
    Weather.Goals goals = weather.goals();
    Weather.Overload overload = weather.overload();
    if (overload != null) {
      return overloaded(calls, weather, overload);
    }
    if (weather.lowered() != null) {
      return lowered(world, weather.maxSendRate() * weather.lowered().share());
    }
    long begun = calls.acceptedBy(0.1);
    long almostAll = calls.acceptedBy(0.85);
    double left = weather.maxSendRate() * (1 - weather.neighbour());
    return List.of(
        WeatherFigure.atLeast("used", calls.acceptedPerSecond(begun, almostAll) / left, goals.used()),
        WeatherFigure.atMost(
            "throttled", calls.throttledShare(at -> at < almostAll), goals.throttled()));
  }

  private static List<WeatherFigure> overloaded(
      OfferedCalls calls, Weather weather, Weather.Overload overload) {
    long from = overload.fromSecond() * 1_000_000L;
    long to = overload.toSecond() * 1_000_000L;
    long back = calls.lastThrottle() + 30_000_000;
    double throttled = calls.throttledShare(at -> at >= from && at < to);
    double taken = weather.maxSendRate() * overload.share();
    return List.of(
        WeatherFigure.atLeast(
            "used 30 s after the last throttle",
            calls.acceptedPerSecond(back, back + 10_000_000) / weather.maxSendRate(),
            weather.goals().used()),
        WeatherFigure.atLeast(
            "used in the overload",
            calls.acceptedPerSecond(from + 20_000_000, to) / taken,
            OVERLOADED_USE),
        WeatherFigure.atMost("calls made, of those needed", 1 / (1 - throttled), 1.4));
  }

  private static List<WeatherFigure> lowered(World world, double rate) {
    OfferedCalls calls = world.ses.offeredCalls;
    long obeyed = world.loweredAt + 5_000_000;
    return List.of(
        WeatherFigure.atLeast(
            "used of the lower rate",
            calls.acceptedPerSecond(obeyed, calls.acceptedBy(0.95)) / rate,
            0.95),
        WeatherFigure.atMost(
            "busiest second after 5 s, of what is allowed",
            calls.busiestSecond(obeyed) / (rate * (1 + world.burstSeconds())),
            1));
  }
}
