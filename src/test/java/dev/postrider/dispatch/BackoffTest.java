package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BackoffTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final Backoff backoff = new Backoff(new Random(11));

  @ParameterizedTest
  @CsvSource({
    "THROTTLED, 0, 4000",
    "THROTTLED, 1, 8000",
    "THROTTLED, 7, 512000",
    "THROTTLED, 8, 900000",
    "THROTTLED, 2147483647, 900000",
    "THROTTLED, -5, 4000",
    "PACE_UNAVAILABLE, 0, 4000",
    "SUPPRESSIONS_UNREADABLE, 0, 4000",
    "LEDGER_UNAVAILABLE, 0, 4000",
    "STOPPED, 0, 90000",
    "STOPPED, 3, 720000",
    "MISCONFIGURED, 0, 90000",
    "MISCONFIGURED, 40, 900000",
    "BUSY, 0, 2000",
    "PACE, 0, 2000",
    "UNKNOWN, 0, 2000",
    "SCHEDULED, 0, 2000",
    "BULK_LANE, 0, 2000"
  })
  void theWaitDoublesToAQuarterOfAnHourAndHalfOfItIsJitter(
      DeferReason reason, int attempts, long fullMillis) {
    long[] waits =
        IntStream.range(0, 2_000)
            .mapToLong(i -> backoff.after(reason, attempts).toMillis())
            .toArray();

    LongBounds bounds = LongBounds.of(waits);
    assertThat(bounds.min()).isBetween(fullMillis / 2, fullMillis * 55 / 100);
    assertThat(bounds.max()).isBetween(fullMillis * 95 / 100, fullMillis);
  }

  @ParameterizedTest
  @CsvSource({"THROTTLED, 0, 4000", "STOPPED, 1, 180000", "STOPPED, 9, 900000", "BUSY, 0, 2000"})
  void theLeastJitterIsNoneAndTheMostIsTheOtherHalf(
      DeferReason reason, int attempts, long fullMillis) {
    assertThat(new Backoff(new Jitter(false)).after(reason, attempts))
        .isEqualTo(Duration.ofMillis(fullMillis / 2));
    assertThat(new Backoff(new Jitter(true)).after(reason, attempts))
        .isEqualTo(Duration.ofMillis(fullMillis));
  }

  @ParameterizedTest
  @CsvSource({
    // to the instant, with the most jitter: a tenth of it, at most ten seconds, and a second
    "1000, 2099",
    "60000, 66999",
    "100000, 110999",
    "200000, 210999",
    "889000, 899999",
    "889001, 900000",
    "899999, 900000"
  })
  void theMostJitterOfAWaitIsATenthAndASecond(long distance, long most) {
    assertThat(new Backoff(new Jitter(true)).until(NOW.plusMillis(distance), NOW))
        .isEqualTo(Duration.ofMillis(most));
    assertThat(new Backoff(new Jitter(false)).until(NOW.plusMillis(distance), NOW))
        .isEqualTo(Duration.ofMillis(distance));
  }

  @ParameterizedTest
  @CsvSource({
    "-10000, 1000, 2100",
    "0, 1000, 2100",
    "999, 1000, 2100",
    "5000, 5000, 6500",
    "60000, 60000, 67000",
    "300000, 300000, 311000",
    "899000, 899000, 900000",
    "900000, 900000, 900000",
    "90000000, 900000, 900000"
  })
  void aWaitUntilAnInstantEndsAfterItAndSoon(long distance, long least, long most) {
    long[] waits =
        IntStream.range(0, 2_000)
            .mapToLong(i -> backoff.until(NOW.plusMillis(distance), NOW).toMillis())
            .toArray();

    LongBounds bounds = LongBounds.of(waits);
    assertThat(bounds.min()).isBetween(least, least + (most - least) / 10);
    assertThat(bounds.max()).isBetween(most - (most - least) / 10, most);
  }

  @ParameterizedTest
  @CsvSource({"-1, 0", "0, 0", "1, 1", "899999, 899999", "900000, 900000", "900001, 900000"})
  void anExactWaitHasNoJitter(long distance, long wait) {
    assertThat(backoff.exactlyUntil(NOW.plusMillis(distance), NOW))
        .isEqualTo(Duration.ofMillis(wait));
  }

  @ParameterizedTest
  @EnumSource(DeferReason.class)
  void noWaitIsLongerThanSqsAllows(DeferReason reason) {
    IntStream.range(-2, 100)
        .forEach(
            attempts ->
                assertThat(backoff.after(reason, attempts))
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofMinutes(15)));
  }

  @ParameterizedTest
  @EnumSource(DeferReason.class)
  void onlyWhatFailedCountsAsAnAttempt(DeferReason reason) {
    boolean failed =
        switch (reason) {
          case THROTTLED,
              MISCONFIGURED,
              STOPPED,
              TENANT_PAUSED,
              PACE_UNAVAILABLE,
              SUPPRESSIONS_UNREADABLE,
              LEDGER_UNAVAILABLE ->
              true;
          case SCHEDULED, BULK_LANE, PACE, UNKNOWN, BUSY -> false;
        };
    assertThat(reason.countsAsAttempt()).isEqualTo(failed);
  }

  @Test
  void theLongestWaitIsSqssOwnLimit() {
    assertThat(Backoff.LONGEST).isEqualTo(Duration.ofMinutes(15));
  }

  /// Draws the least number or the greatest.
  private record Jitter(boolean most) implements RandomGenerator {
    @Override
    public long nextLong() {
      throw new AssertionError("a wait is drawn below a bound");
    }

    @Override
    public long nextLong(long bound) {
      return most ? bound - 1 : 0;
    }
  }

  private record LongBounds(long min, long max) {
    static LongBounds of(long[] values) {
      return new LongBounds(
          java.util.Arrays.stream(values).min().orElseThrow(),
          java.util.Arrays.stream(values).max().orElseThrow());
    }
  }
}
