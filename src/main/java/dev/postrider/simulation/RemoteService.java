package dev.postrider.simulation;

import dev.postrider.simulation.Scenario.DynamoTable;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An AWS service as an instance reaches it through the SDK: with latency, and up to four attempts
/// for throttles and time-outs, like the clients in `AwsClients`.
final class RemoteService {
  private static final int ATTEMPTS = 4;
  private static final long ATTEMPT_TIMEOUT = 3_000_000;
  private static final long CALL_TIMEOUT = 9_000_000;

  private final World world;
  private final SimulatedFault throttled;
  private final SimulatedFault requestLost;
  private final SimulatedFault answerLost;
  private final @Nullable DynamoTable table;

  /// @param table what brown-outs are of; null for a service that has none
  RemoteService(
      World world,
      SimulatedFault throttled,
      SimulatedFault requestLost,
      SimulatedFault answerLost,
      @Nullable DynamoTable table) {
    this.world = world;
    this.throttled = throttled;
    this.requestLost = requestLost;
    this.answerLost = answerLost;
    this.table = table;
  }

  /// Makes a call.
  ///
  /// @param giveUpAt in microseconds of the world: the call is answered then, if not before
  /// @param effect what the service does; once for each attempt that reaches it
  /// @param answer the effect's answer; empty when the SDK gave up, whether or not an attempt took
  ///     effect
  <T> void request(
      Instance caller, long giveUpAt, Supplier<T> effect, Consumer<Optional<T>> answer) {
    long now = world.timeline.now();
    long left = giveUpAt - now;
    if (left <= 0) {
      answer.accept(Optional.empty());
    } else if (left >= CALL_TIMEOUT) {
      new RemoteCall<>(this, caller, effect, answer, now).attempt(1);
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
      new RemoteCall<>(this, caller, effect, once, now).attempt(1);
    }
  }

  private record RemoteCall<T>(
      RemoteService service,
      Instance caller,
      Supplier<T> effect,
      Consumer<Optional<T>> answer,
      long began) {

    void attempt(int number) {
      if (!caller.alive()) {
        return;
      }
      Chance chance = service.world.chance;
      long now = now();
      long latency = chance.latency();
      SimulatedFault fault =
          chance.which(chance.dice(), service.throttled, service.requestLost, service.answerLost);
      if (chance.happens(service.brownout(now, true))) {
        after(ATTEMPT_TIMEOUT, () -> again(number));
      } else if (fault == service.throttled || chance.happens(service.brownout(now, false))) {
        after(latency, () -> again(number));
      } else if (fault == service.requestLost) {
        after(ATTEMPT_TIMEOUT, () -> again(number));
      } else {
        after(latency / 2, () -> arrive(number, latency, fault == service.answerLost));
      }
    }

    private void arrive(int number, long latency, boolean lost) {
      T value = effect.get();
      if (lost) {
        after(ATTEMPT_TIMEOUT, () -> again(number));
      } else {
        after(latency - latency / 2, () -> answer.accept(Optional.of(value)));
      }
    }

    private void again(int number) {
      boolean timeIsUp = now() - began > CALL_TIMEOUT - ATTEMPT_TIMEOUT;
      if (number == ATTEMPTS || timeIsUp) {
        answer.accept(Optional.empty());
      } else {
        after(service.world.chance.upTo(50_000L << number), () -> attempt(number + 1));
      }
    }

    private long now() {
      return service.world.timeline.now();
    }

    private void after(long micros, Runnable action) {
      service.world.timeline.after(micros, action);
    }
  }

  /// How much is throttled beyond the ordinary, or hangs, as a share.
  private double brownout(long now, boolean hangs) {
    return table == null ? 0 : world.scenario.brownout(table, now, hangs);
  }
}
