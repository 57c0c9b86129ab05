package dev.postrider.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A running copy of a function: its own clock, its own randomness, and a life that may end at any
/// step. What it asked of the world before it was killed still happens there; the answers reach
/// nobody.
final class Instance {
  private final World world;
  private final String name;
  private final long skewMicros;
  private final SplittableRandom random;
  private final Set<Fiber> blocked = new LinkedHashSet<>();
  private final List<Runnable> afterAnswer = new ArrayList<>();
  private boolean alive = true;

  /// @param skewMicros how far its clock is ahead
  Instance(World world, String name, long skewMicros, SplittableRandom random) {
    this.world = world;
    this.name = name;
    this.skewMicros = skewMicros;
    this.random = random;
  }

  String name() {
    return name;
  }

  boolean alive() {
    return alive;
  }

  SplittableRandom random() {
    return random;
  }

  /// Its own clock.
  InstantSource clock() {
    return () -> Timeline.instant(world.timeline.now() + skewMicros);
  }

  /// Runs in a fiber of its own.
  void start(Runnable body) {
    var _ = world.timeline.start(body);
  }

  /// Asks the world for something and blocks until the answer is there.
  <T> T await(Consumer<PendingAnswer<T>> request) {
    dieIfKilled();
    world.chance.perhapsKill(this);
    PendingAnswer<T> answer = new PendingAnswer<>(this, world.timeline.current());
    request.accept(answer);
    if (!answer.given()) {
      block();
    }
    return answer.value();
  }

  /// Calls an AWS service and blocks until its client has an answer.
  ///
  /// @param effect what the service does
  /// @return empty when the client gave up, whether or not the call took effect
  <T> Optional<T> call(RemoteService service, Supplier<T> effect) {
    return this.<Optional<T>>await(answer -> service.request(this, effect, answer::give));
  }

  /// Notes a step of its own.
  void note(String what, String key, String detail) {
    world.trace.note(name, what, key, detail);
  }

  /// The world's time when its clock shows the instant, in microseconds.
  long worldTime(Instant instant) {
    return Timeline.micros(instant) - skewMicros;
  }

  /// Blocks until its clock shows the instant.
  void pauseUntil(Instant instant) {
    long wait = worldTime(instant) - world.timeline.now();
    if (wait > 0) {
      boolean _ =
          this.<Boolean>await(answer -> world.timeline.after(wait, () -> answer.give(true)));
    }
  }

  private void block() {
    Fiber fiber = world.timeline.current();
    blocked.add(fiber);
    fiber.block();
    dieIfKilled();
  }

  /// Called when what a fiber waits for has come.
  void goOn(Fiber fiber) {
    if (blocked.remove(fiber)) {
      world.timeline.ready(fiber);
    }
  }

  private void dieIfKilled() {
    if (!alive) {
      throw new Killed();
    }
  }

  /// Ends it. Its blocked fibers find out in their next turn.
  void kill(String why) {
    if (alive) {
      alive = false;
      note(why, "", "");
      world.truth.instanceKilled();
      blocked.forEach(world.timeline::ready);
      blocked.clear();
    }
  }

  /// Ends it after its work, without a trace.
  void retire() {
    alive = false;
  }

  /// What a careless function leaves for after its answer.
  List<Runnable> afterAnswer() {
    return afterAnswer;
  }
}
