package dev.postrider.simulation;

import dev.postrider.simulation.Timeline.Fiber;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A running copy of a function: its own clock, its own randomness, and a life that may end at any
/// step. What it asked of the world before it was killed still happens there; the answers reach
/// nobody.
final class Instance {
  private final World world;
  private final String name;
  private final long skewMicros;
  final SplittableRandom random;
  private final Set<Fiber> blocked = new LinkedHashSet<>();

  /// What a careless function leaves for after its answer.
  final List<Runnable> afterAnswer = new ArrayList<>();

  private boolean alive = true;

  /// @param skewMicros how far its clock is ahead
  Instance(World world, String name, long skewMicros, SplittableRandom random) {
    this.world = world;
    this.name = name;
    this.skewMicros = skewMicros;
    this.random = random;
  }

  boolean alive() {
    return alive;
  }

  /// Its own clock.
  InstantSource clock() {
    return () -> Timeline.instant(world.timeline.now() + skewMicros);
  }

  /// Runs in a fiber of its own.
  void start(Runnable body) {
    world.timeline.start(body);
  }

  /// Asks the world for something and blocks until the answer is there. An answer that comes after
  /// the instance was killed is lost.
  ///
  /// @param request is told where to put the answer, once
  <T> T await(Consumer<Consumer<T>> request) {
    dieIfKilled();
    if (world.chance.happens(SimulatedFault.KILLED)) {
      world.timeline.after(world.chance.upTo(150_000), () -> kill("KILLED"));
    }
    Fiber fiber = world.timeline.current();
    List<T> answers = new ArrayList<>(1);
    request.accept(
        answer -> {
          if (!answers.isEmpty()) {
            throw new IllegalStateException("answered twice");
          }
          answers.add(answer);
          if (blocked.remove(fiber)) {
            world.timeline.ready(fiber);
          }
        });
    if (answers.isEmpty()) {
      blocked.add(fiber);
      fiber.block();
      dieIfKilled();
    }
    return answers.getFirst();
  }

  /// Asks the world for several things at once and blocks until all answers are there.
  ///
  /// @param ask puts one question, and is told where to put its answer, once
  /// @return the answers in the order of the questions
  <Q, A> List<A> awaitAll(List<Q> questions, BiConsumer<Q, Consumer<A>> ask) {
    if (questions.isEmpty()) {
      return List.of();
    }
    Map<Integer, A> answers = new TreeMap<>();
    boolean _ =
        this.<Boolean>await(
            done -> {
              for (int i = 0; i < questions.size(); i++) {
                int index = i;
                ask.accept(
                    questions.get(i),
                    answer -> {
                      answers.put(index, answer);
                      if (answers.size() == questions.size()) {
                        done.accept(true);
                      }
                    });
              }
            });
    return List.copyOf(answers.values());
  }

  /// Calls an AWS service and blocks until its client has an answer.
  ///
  /// @param effect what the service does
  /// @return empty when the client gave up, whether or not the call took effect
  <T> Optional<T> call(RemoteService service, Supplier<T> effect) {
    return this.await(answer -> service.request(this, Long.MAX_VALUE, effect, answer));
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
          this.<Boolean>await(answer -> world.timeline.after(wait, () -> answer.accept(true)));
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
      world.truth.killed++;
      blocked.forEach(world.timeline::ready);
      blocked.clear();
    }
  }

  /// Ends it after its work, without a trace.
  void retire() {
    alive = false;
  }

  /// Ends every fiber of an instance that was killed. An Error, so that no code takes it for a
  /// failed call.
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("the instance was killed", null, false, false);
    }
  }
}
