package dev.postrider.simulation;

import dev.postrider.email.RecipientHash;
import dev.postrider.feedback.Count;
import dev.postrider.feedback.FeedbackHandler;
import dev.postrider.feedback.FeedbackParser;
import dev.postrider.feedback.FeedbackSummary;
import dev.postrider.feedback.Notification;
import dev.postrider.suppression.SuppressionStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// SNS and the feedback function: three attempts, then dead letters, which an operator sends in
/// again an hour later.
final class FeedbackLoop {
  private static final int ATTEMPTS = 3;
  private static final long MINUTE = 60_000_000;
  private static final long TIMEOUT = 30_000_000;

  private final World world;
  /// Runs are the same for the same seed: so is the key.
  static final RecipientHash HASH = RecipientHash.keyed(new byte[32]);

  private final FeedbackParser parser = new FeedbackParser(HASH);
  private final Deque<Warm> idle = new ArrayDeque<>();
  private int instances;
  private int deadLetters;

  FeedbackLoop(World world) {
    this.world = world;
  }

  /// An instance of the feedback function that has nothing to do.
  private record Warm(Instance instance, FeedbackHandler handler) {}

  /// How often an event had to be sent in again by an operator.
  int deadLetters() {
    return deadLetters;
  }

  /// Invokes the function with an event.
  ///
  /// @param key the unit, for the trace
  void deliver(String key, String type, Notification notification) {
    attempt(new Delivery(key, type, world.parts().heard(notification)), 1);
  }

  private record Delivery(String key, String type, Notification notification) {}

  private void attempt(Delivery delivery, int number) {
    Warm warm = warm();
    Attempt attempt = new Attempt(warm, delivery, number);
    world.timeline().background(TIMEOUT, attempt::timeOut);
    warm.instance().start(attempt::run);
  }

  private Warm warm() {
    while (!idle.isEmpty()) {
      Warm warm = idle.removeLast();
      if (warm.instance().alive()) {
        return warm;
      }
    }
    Instance instance = world.instance("f" + ++instances);
    SuppressionStore store = world.suppressionStore(instance);
    return new Warm(instance, new FeedbackHandler(parser, store, world.deliveryLedger(instance)));
  }

  private void failed(Delivery delivery, int number) {
    if (number < ATTEMPTS) {
      world.timeline().after(MINUTE * number, () -> attempt(delivery, number + 1));
    } else {
      deadLetters++;
      world.trace().note("sns", "EVENT_DEAD_LETTER", delivery.key(), delivery.type());
      world.timeline().after(60 * MINUTE, () -> attempt(delivery, 1));
    }
  }

  private final class Attempt {
    private final Warm warm;
    private final Delivery delivery;
    private final int number;
    private boolean over;

    Attempt(Warm warm, Delivery delivery, int number) {
      this.warm = warm;
      this.delivery = delivery;
      this.number = number;
    }

    void run() {
      boolean done = false;
      boolean known = true;
      try {
        FeedbackSummary summary = warm.handler().handle(List.of(delivery.notification()));
        done = summary.failures().isEmpty();
        known = summary.count(Count.UNKNOWN_UNIT) == 0;
      } finally {
        end(done, known);
      }
    }

    void timeOut() {
      if (!over) {
        warm.instance().kill("TIMED_OUT");
      }
    }

    /// @param known whether the ledger knows the event's mail
    private void end(boolean done, boolean known) {
      over = true;
      if (warm.instance().alive()) {
        idle.add(warm);
      }
      if (done) {
        world
            .trace()
            .note(warm.instance().name(), "EVENT_HANDLED", delivery.key(), delivery.type());
        if (known) {
          world.book().handled(delivery.notification());
        }
      } else {
        failed(delivery, number);
      }
    }
  }
}
