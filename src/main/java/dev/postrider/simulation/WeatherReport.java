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

  /// One figure.
  ///
  /// @param reached whether the goal was
  public record WeatherFigure(String name, double value, double goal, boolean reached) {
    static WeatherFigure atLeast(String name, double value, double goal) {
      return new WeatherFigure(name, value, goal, value >= goal);
    }

    static WeatherFigure atMost(String name, double value, double goal) {
      return new WeatherFigure(name, value, goal, value <= goal);
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
    long almostAll = calls.acceptedBy(0.85);
    if (overload != null) {
      long from = overload.fromSecond() * 1_000_000L;
      long to = overload.toSecond() * 1_000_000L;
      long back = calls.lastThrottle() + 30_000_000;
      double share = calls.throttledShare(at -> at >= from && at < to);
      return List.of(
          WeatherFigure.atLeast(
              "used 30 s after the last throttle",
              calls.acceptedPerSecond(back, back + 20_000_000) / weather.maxSendRate(),
              goals.used()),
          WeatherFigure.atLeast(
              "used while overloaded",
              calls.acceptedPerSecond(from + 20_000_000, to) / overload.ratePerSecond(),
              0),
          WeatherFigure.atMost("calls made for one that is needed", 1 / (1 - share), 1.4));
    }
    if (weather.lowered() != null) {
      double rate = weather.lowered().ratePerSecond();
      long obeyed = world.loweredAt + 5_000_000;
      double burst = rate * world.burstSeconds();
      return List.of(
          WeatherFigure.atLeast(
              "used of the lower rate", calls.acceptedPerSecond(obeyed, almostAll) / rate, 0.95),
          WeatherFigure.atMost(
              "busiest second from 5 s on", calls.busiestSecond(obeyed) / (rate + burst), 1));
    }
    long begun = calls.acceptedBy(0.1);
    double left = weather.maxSendRate() * (1 - weather.neighbour());
    return List.of(
        WeatherFigure.atLeast("used", calls.acceptedPerSecond(begun, almostAll) / left, goals.used()),
        WeatherFigure.atMost(
            "throttled", calls.throttledShare(at -> at < almostAll), goals.throttled()));
  }
}
