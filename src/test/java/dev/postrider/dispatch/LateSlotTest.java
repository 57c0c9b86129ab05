package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.contract.ForwardingPacer;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import dev.postrider.simulation.InMemoryPacer;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The pace's answer may come when the slot has begun. Found by the simulation: seed 167 offered 27
/// recipients within a second at a rate of 14.
final class LateSlotTest {
  private final DispatcherFixture world = new DispatcherFixture();

  @Test
  void turnsThatPassedBeforeTheAnswerCameAreNotUsedAllAtOnce() {
    world.rate(10);
    world.pacer = new SlowPacer(Duration.ofMillis(800));

    world.dispatch(
        IntStream.range(0, 20).mapToObj(i -> world.mail("a" + i)).toArray(Received[]::new));

    assertThat(world.sender.made()).hasSize(20);
    assertThat(mostWithin(Duration.ofSeconds(1))).isLessThanOrEqualTo(11);
  }

  @Test
  void aSingleMailIsSentHoweverSlowTheAnswersAre() {
    world.pacer = new SlowPacer(Duration.ofMillis(800));

    world.dispatch(world.mail("a"));

    assertThat(world.sender.made()).hasSize(1);
  }

  private long mostWithin(Duration window) {
    return world.sender.made().stream()
        .mapToLong(
            first ->
                world.sender.made().stream()
                    .filter(
                        made ->
                            !made.at().isBefore(first.at())
                                && made.at().isBefore(first.at().plus(window)))
                    .count())
        .max()
        .orElse(0);
  }

  /// Answers late.
  private final class SlowPacer implements ForwardingPacer {
    private final Pacer real = new InMemoryPacer(world.pace);
    private final Duration latency;

    SlowPacer(Duration latency) {
      this.latency = latency;
    }

    @Override
    public Pacer real() {
      return real;
    }

    @Override
    public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
      Reservation reservation = real.reserve(atLeast, atMost, now, horizon);
      world.clock.until(world.clock.instant().plus(latency));
      return reservation;
    }
  }
}
