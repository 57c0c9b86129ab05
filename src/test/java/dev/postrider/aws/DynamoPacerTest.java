package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.contract.PacerContract;
import dev.postrider.pace.CallCounts;
import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import dev.postrider.pace.SlotAnswers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The pacer's contract over the real protocol.
final class DynamoPacerTest extends PacerContract {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

  @AutoClose private static final LocalTables TABLES = LocalTables.start();

  @BeforeEach
  void forget() {
    TABLES
        .client()
        .deleteItem(request -> request.tableName("ledger").key(LedgerItem.key(DynamoPacer.KEY)));
  }

  @Override
  protected Pacer instance() {
    return pacer();
  }

  @Override
  protected void ceiling(double ratePerSecond, Instant now) {
    pacer().change(state -> Gcra.underCeiling(state, ratePerSecond, now), now);
  }

  @Override
  protected void closeBreaker(Instant now) {
    pacer().change(state -> Gcra.breakerClosed(state, now), now);
  }

  private static DynamoPacer pacer() {
    return new DynamoPacer(
        TABLES.client(), "ledger", InstantSource.fixed(Instant.parse("2026-11-24T00:00:00Z")));
  }

  @Test
  void aChangeGetsThroughWhileOthersReserveAllTheTime() {
    ceiling(10, NOW);
    PaceState after =
        pacer()
            .change(
                state -> {
                  var _ = pacer().reserve(1, 1, NOW, Duration.ofMinutes(1));
                  return Gcra.breakerOpened(state, "SENDING_PAUSED", NOW);
                },
                NOW);
    assertThat(after.openReason()).isEqualTo("SENDING_PAUSED");
    assertThat(after.theoreticalArrivalMicros())
        .as("what was reserved meanwhile stays reserved")
        .isEqualTo(pacer().read(NOW).theoreticalArrivalMicros())
        .isEqualTo(Duration.between(Instant.EPOCH, NOW.plusMillis(100)).toNanos() / 1_000);
  }

  /// Eight tries of nine seconds each would outlive the invocation.
  @Test
  void aReservationThatTakesTooLongIsGivenUp() {
    ceiling(10, NOW);
    Iterator<Instant> times = Stream.iterate(NOW, time -> time.plusSeconds(5)).iterator();
    Pacer slow = new DynamoPacer(TABLES.client(), "ledger", times::next);

    Reservation reservation = slow.reserve(1, 1, NOW, Duration.ofMinutes(1));

    assertThat(reservation)
        .isEqualTo(
            new Reservation.PaceUnavailable("ApiCallTimeoutException", Duration.ofSeconds(2)));
    assertThat(pacer().read(NOW).theoreticalArrivalMicros()).isZero();
  }

  @Test
  void whatCannotBeToldInTimeIsLeftToSesToRepeat() {
    ceiling(10, NOW);
    Iterator<Instant> times = Stream.iterate(NOW, time -> time.plusSeconds(5)).iterator();

    new DynamoPacer(TABLES.client(), "ledger", times::next).openBreaker("DAILY_QUOTA", NOW);

    assertThat(pacer().read(NOW).openReason()).isNull();
  }

  /// A stack that was deployed before has none of the counts.
  @Test
  void anItemWithoutCountsOwesNothing() {
    ceiling(10, NOW);
    TABLES
        .client()
        .updateItem(
            request ->
                request
                    .tableName("ledger")
                    .key(LedgerItem.key(DynamoPacer.KEY))
                    .updateExpression("REMOVE acceptedCalls, throttledCalls"));

    assertThat(pacer().read(NOW).calls()).isEqualTo(CallCounts.NONE);
    assertThat(pacer().reserve(1, 1, NOW, Duration.ofMinutes(1)))
        .isEqualTo(new Reservation.Reserved(NOW, 10, 1));
  }

  @Test
  void theCountsAreWrittenWithTheReservation() {
    ceiling(10, NOW);
    DynamoPacer pacer = pacer();
    for (int i = 0; i < 2; i++) {
      pacer.answered(new SlotAnswers(10, new CallCounts(4, 2)));
      assertThat(pacer.reserve(1, 1, NOW, Duration.ofMinutes(1)))
          .isInstanceOf(Reservation.Reserved.class);
    }
    assertThat(pacer().read(NOW).calls()).isEqualTo(new CallCounts(8, 4));
  }

  @Test
  void aChangeThatNeverGetsThroughSaysSo() {
    ceiling(10, NOW);
    assertThatThrownBy(
            () ->
                pacer()
                    .change(
                        state -> {
                          ceiling(state.ceilingPerSecond() + 1, NOW);
                          return Gcra.breakerOpened(state, "SENDING_PAUSED", NOW);
                        },
                        NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the pace was changed by others 8 times in a row");
    assertThat(pacer().read(NOW).openReason()).isNull();
  }
}
