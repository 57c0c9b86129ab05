package dev.postrider.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What the SES account may do at a moment: its rate, its daily quota, and times in which it may do
/// nothing.
final class SesLimits {
  private static final long DAY = 86_400_000_000L;

  private final Scenario scenario;
  private final double capacity;
  private final Deque<SentRecipients> lastDay = new ArrayDeque<>();
  private double tokens;
  private long filledAt;
  private int sentLastDay;

  private record SentRecipients(long at, int recipients) {}

  /// @param burst how many recipients SES takes beyond one second's worth
  SesLimits(Scenario scenario, double burst) {
    this.scenario = scenario;
    this.capacity = scenario.maxSendRate() + burst;
    this.tokens = capacity;
  }

  /// Why SES sends nothing now.
  Optional<Scenario.AccountStop> stop(long now) {
    return scenario.stops().stream().filter(stop -> stop.when().contains(now)).findFirst();
  }

  boolean quotaAllows(long now, int recipients) {
    return scenario.dailyQuota() < 0 || sentLastDay(now) + recipients <= scenario.dailyQuota();
  }

  int sentLastDay(long now) {
    while (!lastDay.isEmpty() && lastDay.getFirst().at() <= now - DAY) {
      sentLastDay -= lastDay.removeFirst().recipients();
    }
    return sentLastDay;
  }

  /// Takes recipients out of the rate, if there is room.
  boolean rateAllows(long now, int recipients) {
    tokens = Math.min(capacity, tokens + (now - filledAt) * scenario.maxSendRate() / 1_000_000);
    filledAt = now;
    boolean room = tokens >= recipients;
    if (room) {
      tokens -= recipients;
    }
    return room;
  }

  void sent(long now, int recipients) {
    lastDay.addLast(new SentRecipients(now, recipients));
    sentLastDay += recipients;
  }
}
