package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.calls.Fanout;
import dev.postrider.contract.ForwardingPacer;
import dev.postrider.ledger.State;
import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A defect anywhere on the way of mail: the invocation ends, no mail is lost, and none is offered
/// twice.
final class DispatcherDefectsTest {
  private static final int MAILS = 25;

  /// A call that no batch of these tests makes so often: whoever does goes in circles.
  private static final int ENDLESS = 10_000;

  private final DispatcherFixture world = new DispatcherFixture();
  private final Received[] mails =
      IntStream.range(0, MAILS)
          .mapToObj(i -> world.mail("a" + i, "\"tenant\":\"t" + i % 2 + "\""))
          .toArray(Received[]::new);
  private boolean stopped;
  private int calls;
  private int first = Integer.MAX_VALUE;
  private boolean forEver;

  /// Where defects are.
  enum Place {
    PACE_KNOWN,
    RESERVATION,
    SETTLEMENT,
    PAUSE,
    SLOT_BEGUN,
    SLOT_ENDED
  }

  private void called() {
    calls++;
    if (calls > ENDLESS) {
      throw new AssertionError("goes in circles");
    }
    if (calls == first || (forEver && calls > first)) {
      throw new IllegalStateException("a defect");
    }
  }

  private void breakAt(Place place, DispatcherFixture broken) {
    broken.rate(4);
    broken.sender.answer("a7", new SendOutcome.TenantPaused("TENANT_SENDING_PAUSED"));
    broken.sender.answer("a9", new SendOutcome.Throttled("Slow", true));
    if (stopped) {
      broken.sender.answer("a21", new SendOutcome.Stopped("DAILY_QUOTA"));
    }
    broken.fanout = new Beside(broken.clock, place);
    Pacer real = broken.pacer;
    switch (place) {
      case PACE_KNOWN, RESERVATION -> broken.pacer = new Breaking(real, place);
      case SETTLEMENT ->
          broken.ledger.settling(
              _ -> {
                called();
                return Optional.empty();
              });
      case PAUSE ->
          broken.pause =
              instant -> {
                called();
                broken.clock.until(instant);
              };
      case SLOT_BEGUN, SLOT_ENDED -> {}
    }
  }

  private final class Breaking implements ForwardingPacer {
    private final Pacer real;
    private final Place place;

    Breaking(Pacer real, Place place) {
      this.real = real;
      this.place = place;
    }

    @Override
    public Pacer real() {
      return real;
    }

    @Override
    public PaceState known() {
      if (place == Place.PACE_KNOWN) {
        called();
      }
      return real.known();
    }

    @Override
    public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
      if (place == Place.RESERVATION) {
        called();
      }
      return real.reserve(atLeast, atMost, now, horizon);
    }
  }

  /// The calls of a slot take no time of whoever begins them.
  private final class Beside implements Fanout {
    private final SettableClock clock;
    private final Place place;

    Beside(SettableClock clock, Place place) {
      this.clock = clock;
      this.place = place;
    }

    @Override
    public <T> List<T> all(List<Supplier<T>> tasks) {
      return tasks.stream().map(Supplier::get).toList();
    }

    @Override
    public <T> TasksUnderWay<T> begin(List<Supplier<T>> tasks) {
      if (place == Place.SLOT_BEGUN) {
        called();
      }
      Instant begun = clock.instant();
      List<T> results = all(tasks);
      Instant ended = clock.instant();
      clock.advance(Duration.between(ended, begun));
      return () -> {
        clock.until(ended);
        if (place == Place.SLOT_ENDED) {
          called();
        }
        return results;
      };
    }
  }

  /// The calls of the place in turn, of the later ones some, fail once, or with all after them.
  @ParameterizedTest
  @EnumSource(Place.class)
  void noDefectLosesMailOrGoesInCircles(Place place) {
    losesNoMail(place);
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void norDoesItWhereSesStopsInTheMidstOfASlice(Place place) {
    stopped = true;
    losesNoMail(place);
  }

  private void losesNoMail(Place place) {
    for (boolean ever : List.of(false, true)) {
      boolean reached = true;
      for (int at = 1; reached; at += 1 + at / 8) {
        DispatcherFixture broken = new DispatcherFixture();
        calls = 0;
        first = at;
        forEver = ever;
        breakAt(place, broken);

        BatchLog log = broken.dispatch(mails);

        reached = calls >= at;
        String where = place + " " + at + (ever ? " and later" : "");
        assertThat(log.defects().isEmpty()).as(where).isEqualTo(!reached);
        assertThat(log.defects()).as(where).hasSizeLessThan(MAILS);
        assertThat(broken.sender.offers().values()).as(where).allMatch(n -> n == 1);
        assertThat(mails).as(where).allMatch(mail -> isAccountedFor(mail, broken, log));
      }
    }
  }

  /// SQS redelivers it, a copy of it waits, or SES has it.
  private static boolean isAccountedFor(Received mail, DispatcherFixture world, BatchLog log) {
    String id = mail.messageId();
    return log.failedMessageIds().contains(id)
        || world.copyQueues.placed().stream().anyMatch(c -> c.record().messageId().equals(id))
        || world.state(id.substring(2)).filter(State.SENT::equals).isPresent();
  }
}
