package dev.postrider.simulation;

import dev.postrider.email.RecipientHash;
import dev.postrider.feedback.Count;
import dev.postrider.feedback.FeedbackHandler;
import dev.postrider.feedback.FeedbackParser;
import dev.postrider.feedback.FeedbackSummary;
import dev.postrider.feedback.Notification;
import dev.postrider.simulation.IdleInstances.WarmInstance;
import java.util.List;

/// SNS and the feedback function: three attempts, then dead letters, which an operator sends in
/// again an hour later.
final class FeedbackLoop {
  /// Runs are the same for the same seed: so is the key.
  static final RecipientHash HASH = RecipientHash.keyed(new byte[32]);

  private static final int ATTEMPTS = 3;
  private static final long MINUTE = 60_000_000;
  private static final long TIMEOUT = 30_000_000;

  private final World world;
  private final IdleInstances<FeedbackHandler> idle;
  private int deadLetters;

  FeedbackLoop(World world) {
    this.world = world;
    FeedbackParser parser = new FeedbackParser(HASH);
    this.idle =
        new IdleInstances<>(
            world,
            "f",
            instance ->
                new FeedbackHandler(
                    parser, world.suppressionStore(instance), world.deliveryLedger(instance)));
  }

  /// How often an event had to be sent in again by an operator.
  int deadLetters() {
    return deadLetters;
  }

  /// Invokes the function with an event.
  ///
  /// @param key the unit, for the trace
  void deliver(String key, String type, Notification notification) {
    attempt(new EventDelivery(key, type, world.replacements.heard(notification)), 1);
  }

  private record EventDelivery(String key, String type, Notification notification) {}

  private void attempt(EventDelivery delivery, int number) {
    WarmInstance<FeedbackHandler> warm = idle.take();
    DeliveryAttempt attempt = new DeliveryAttempt(warm, delivery, number);
    world.timeline.background(TIMEOUT, attempt::timeOut);
    warm.instance().start(attempt::run);
  }

  private void failed(EventDelivery delivery, int number) {
    if (number < ATTEMPTS) {
      world.timeline.after(MINUTE * number, () -> attempt(delivery, number + 1));
    } else {
      deadLetters++;
      world.trace.note("sns", "EVENT_DEAD_LETTER", delivery.key(), delivery.type());
      world.timeline.after(60 * MINUTE, () -> attempt(delivery, 1));
    }
  }

  private final class DeliveryAttempt {
    private final WarmInstance<FeedbackHandler> warm;
    private final EventDelivery delivery;
    private final int number;
    private boolean over;

    DeliveryAttempt(WarmInstance<FeedbackHandler> warm, EventDelivery delivery, int number) {
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
      idle.giveBack(warm);
      if (done) {
        warm.instance().note("EVENT_HANDLED", delivery.key(), delivery.type());
        if (known) {
          world.truth.handled(delivery.notification());
        }
      } else {
        failed(delivery, number);
      }
    }
  }
}
