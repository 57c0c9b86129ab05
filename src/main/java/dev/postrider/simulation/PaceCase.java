package dev.postrider.simulation;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A backlog under one way in which SES throttles, without any other fault, and the use of the rate
/// that is to be reached in it (docs/decisions/0136).
///
/// @param maxSendRate what GetAccount says, in recipients a second
/// @param seconds how long the backlog would last at the whole rate
/// @param instances of the dispatcher at once
/// @param entries how many each message has, on the bulk queue; 0 for mails to one, on the mail
///     queue
/// @param stray the share of calls that SES throttles at random
/// @param neighbour the share of the rate that another sender in the account takes
/// @param overload when SES takes less than GetAccount says; null for never
/// @param lowered when GetAccount begins to say less; null for never
public record PaceCase(
    String name,
    double maxSendRate,
    int seconds,
    int instances,
    int entries,
    double stray,
    double neighbour,
    @Nullable Overload overload,
    @Nullable LoweredRate lowered,
    Goals goals) {

  /// A time in which SES takes less than GetAccount says.
  ///
  /// @param share of the rate that it takes
  public record Overload(int fromSecond, int toSecond, double share) {}

  /// GetAccount says less from then on, and so SES takes less.
  ///
  /// @param share of the rate before
  public record LoweredRate(int fromSecond, double share) {}

  /// What is to be reached, as shares.
  ///
  /// @param used at least this of what SES leaves; in an overload 30 seconds after its last
  ///     throttle
  /// @param throttled at most this of the calls
  public record Goals(double used, double throttled) {}

  private static final double ANY = 1;

  /// What the work list asks for, in the order of the report.
  public static final List<PaceCase> ALL =
      List.of(
          singles("calm", 100, 4, 0.95, 0, ANY),
          singles("stray-1", 100, 4, 0.95, 0.01, ANY),
          singles("stray-5", 100, 4, 0.90, 0.05, ANY),
          singles("stray-10", 100, 4, 0.70, 0.1, ANY),
          neighbour("neighbour", 100, 0),
          overload("overload", 100, 0),
          lowered("lower-rate", 100, 0),
          bulk("one-instance", 100, 1, 20, 0.95, 0),
          bulk("bulk-14", 14, 4, 50, 0.95, 0),
          bulk("bulk-14-stray-1", 14, 4, 50, 0.95, 0.01),
          bulk("bulk-14-stray-5", 14, 4, 50, 0.90, 0.05),
          bulk("bulk-14-stray-10", 14, 4, 50, 0.70, 0.1),
          neighbour("bulk-14-neighbour", 14, 50),
          overload("bulk-14-overload", 14, 50),
          lowered("bulk-14-lower-rate", 14, 50),
          bulk("bulk-100", 100, 4, 50, 0.95, 0),
          bulk("bulk-100-stray-1", 100, 4, 50, 0.95, 0.01),
          bulk("bulk-100-stray-5", 100, 4, 50, 0.90, 0.05),
          bulk("bulk-100-stray-10", 100, 4, 50, 0.70, 0.1),
          neighbour("bulk-100-neighbour", 100, 50),
          overload("bulk-100-overload", 100, 50),
          lowered("bulk-100-lower-rate", 100, 50),
          singles("500-a-second", 500, 8, 0.95, 0, ANY),
          singles("2000-a-second", 2_000, 40, 0.95, 0, ANY));

  /// The case of that name.
  public static Optional<PaceCase> named(String name) {
    return ALL.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private static PaceCase singles(
      String name, double rate, int instances, double used, double stray, double throttled) {
    int seconds = rate > 100 ? 30 : 300;
    return new PaceCase(
        name, rate, seconds, instances, 0, stray, 0, null, null, new Goals(used, throttled));
  }

  private static PaceCase bulk(
      String name, double rate, int instances, int entries, double used, double stray) {
    return new PaceCase(
        name, rate, 600, instances, entries, stray, 0, null, null, new Goals(used, ANY));
  }

  private static PaceCase neighbour(String name, double rate, int entries) {
    return new PaceCase(name, rate, 300, 4, entries, 0, 0.5, null, null, new Goals(0.9, 0.15));
  }

  private static PaceCase overload(String name, double rate, int entries) {
    Overload overload = new Overload(60, 180, 0.1);
    // 1.4 times the calls needed
    return new PaceCase(
        name, rate, 240, 4, entries, 0, 0, overload, null, new Goals(0.95, 0.4 / 1.4));
  }

  private static PaceCase lowered(String name, double rate, int entries) {
    LoweredRate lowered = new LoweredRate(65, 0.25);
    return new PaceCase(name, rate, 180, 4, entries, 0, 0, null, lowered, new Goals(0.95, ANY));
  }

  /// The same at another rate and for another time.
  public PaceCase at(double newRate, int newSeconds) {
    return new PaceCase(
        name, newRate, newSeconds, instances, entries, stray, neighbour, overload, lowered, goals);
  }

  /// How many messages make the backlog.
  int messages() {
    return (int) (maxSendRate * seconds / Math.max(1, entries));
  }

  /// What GetAccount says.
  double maxSendRate(long micros) {
    return lowered != null && micros >= lowered.fromSecond() * 1_000_000L
        ? maxSendRate * lowered.share()
        : maxSendRate;
  }

  /// What SES takes of Postrider.
  double taken(long micros) {
    if (overload != null
        && micros >= overload.fromSecond() * 1_000_000L
        && micros < overload.toSecond() * 1_000_000L) {
      return maxSendRate * overload.share();
    }
    return maxSendRate(micros) * (1 - neighbour);
  }
}
