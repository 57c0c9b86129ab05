package dev.postrider.simulation;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongToDoubleFunction;
import java.util.function.Supplier;

/// An AWS service as an instance reaches it through the SDK: with latency, and up to four attempts
/// for throttles and time-outs, like the clients in `AwsClients`.
final class RemoteService {
  private static final int ATTEMPTS = 4;
  private static final long ATTEMPT_TIMEOUT = 3_000_000;
  private static final long CALL_TIMEOUT = 9_000_000;

  private final World world;
  private final FaultModel.CallFaults rates;
  private final LongToDoubleFunction brownout;
  private final LongToDoubleFunction hang;

  /// @param brownout how much is throttled beyond the ordinary, by time
  /// @param hang how much is not answered at all, by time
  RemoteService(
      World world,
      FaultModel.CallFaults rates,
      LongToDoubleFunction brownout,
      LongToDoubleFunction hang) {
    this.world = world;
    this.rates = rates;
    this.brownout = brownout;
    this.hang = hang;
  }

  /// Makes a call.
  ///
  /// @param effect what the service does; once for each attempt that reaches it
  /// @param answer the effect's answer; empty when the SDK gave up, whether or not an attempt took
  ///     effect
  <T> void request(Instance caller, Supplier<T> effect, Consumer<Optional<T>> answer) {
    new RemoteCall<>(caller, effect, answer, world.timeline.now()).attempt(1);
  }

  /// Makes a call that is given up at a time, in microseconds of the world, if not before: that is
  /// answered then, whatever the call is about.
  <T> void request(
      Instance caller, long giveUpAt, Supplier<T> effect, Consumer<Optional<T>> answer) {
    long left = giveUpAt - world.timeline.now();
    if (left <= 0) {
      answer.accept(Optional.empty());
    } else if (left >= CALL_TIMEOUT) {
      request(caller, effect, answer);
    } else {
      boolean[] answered = {false};
      Consumer<Optional<T>> once =
          value -> {
            if (!answered[0]) {
              answered[0] = true;
              answer.accept(value);
            }
          };
      world.timeline.after(left, () -> once.accept(Optional.empty()));
      request(caller, effect, once);
    }
  }

  private final class RemoteCall<T> {
    private final Instance caller;
    private final Supplier<T> effect;
    private final Consumer<Optional<T>> answer;
    private final long began;

    RemoteCall(Instance caller, Supplier<T> effect, Consumer<Optional<T>> answer, long began) {
      this.caller = caller;
      this.effect = effect;
      this.answer = answer;
      this.began = began;
    }

    void attempt(int number) {
      if (!caller.alive()) {
        return;
      }
      Chance chance = world.chance;
      long latency = chance.latency();
      double dice = chance.dice();
      double throttled = brownout.applyAsDouble(world.timeline.now());
      if (chance.happens(hang.applyAsDouble(world.timeline.now()))) {
        world.timeline.after(ATTEMPT_TIMEOUT, () -> again(number));
      } else if (dice < rates.throttled() || chance.happens(throttled)) {
        world.timeline.after(latency, () -> again(number));
      } else if (dice < rates.throttled() + rates.requestLost()) {
        world.timeline.after(ATTEMPT_TIMEOUT, () -> again(number));
      } else {
        boolean lost = dice < rates.throttled() + rates.requestLost() + rates.answerLost();
        world.timeline.after(latency / 2, () -> arrive(number, latency, lost));
      }
    }

    private void arrive(int number, long latency, boolean lost) {
      T value = effect.get();
      if (lost) {
        world.timeline.after(ATTEMPT_TIMEOUT, () -> again(number));
      } else {
        world.timeline.after(latency - latency / 2, () -> answer.accept(Optional.of(value)));
      }
    }

    private void again(int number) {
      boolean timeIsUp = world.timeline.now() - began > CALL_TIMEOUT - ATTEMPT_TIMEOUT;
      if (number == ATTEMPTS || timeIsUp) {
        answer.accept(Optional.empty());
      } else {
        world.timeline.after(world.chance.upTo(50_000L << number), () -> attempt(number + 1));
      }
    }
  }
}
