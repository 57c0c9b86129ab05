package dev.postrider.simulation;

import dev.postrider.email.RecipientHash;
import dev.postrider.feedback.Count;
import dev.postrider.feedback.FeedbackHandler;
import dev.postrider.feedback.FeedbackParser;
import dev.postrider.feedback.FeedbackSummary;
import dev.postrider.feedback.Notification;
import dev.postrider.status.Subscribers;
import java.util.List;
import java.util.Optional;

/// SNS and the feedback function: three attempts, then dead letters, which an operator sends in
/// again an hour later.
final class FeedbackLoop {
  /// Runs are the same for the same seed: so is the key.
  static final RecipientHash HASH = RecipientHash.keyed(new byte[32]);

  private static final int ATTEMPTS = 3;
  private static final long MINUTE = 60_000_000;
  private static final long TIMEOUT = 30_000_000;

  private final World world;
  private final SimulatedFunction<FeedbackHandler> function;

  /// How often an event had to be sent in again by an operator.
  int deadLetters;

  FeedbackLoop(World world) {
    this.world = world;
    FeedbackParser parser = new FeedbackParser(HASH);
    this.function =
        new SimulatedFunction<>(
            world,
            "f",
            instance ->
                new FeedbackHandler(
                    parser,
                    new SimulatedSuppressions(world, instance),
                    new SimulatedLedger(world, instance),
                    new SimulatedFanout(instance)));
  }

  /// Invokes the function with an event.
  ///
  /// @param key the unit, for the trace
  void deliver(String key, String type, Notification notification) {
    attempt(new EventDelivery(key, type, world.replacements.heard(notification)), 1);
  }

  private record EventDelivery(String key, String type, Notification notification) {}

  private void attempt(EventDelivery delivery, int number) {
    Runnable timeOut =
        function.invoke(
            (instance, handler) ->
                handler.handle(List.of(delivery.notification()), Subscribers.NONE),
            (instance, summary) -> ended(delivery, number, instance, summary));
    world.timeline.background(TIMEOUT, timeOut);
  }

  private void ended(
      EventDelivery delivery, int number, Instance instance, Optional<FeedbackSummary> summary) {
    if (summary.isPresent() && summary.get().failures().isEmpty()) {
      instance.note("EVENT_HANDLED", delivery.key(), delivery.type());
      if (summary.get().count(Count.UNKNOWN_UNIT) == 0) {
        world.truth.handled.add(delivery.notification());
      }
    } else if (number < ATTEMPTS) {
      world.timeline.after(MINUTE * number, () -> attempt(delivery, number + 1));
    } else {
      deadLetters++;
      world.trace.note("sns", "EVENT_DEAD_LETTER", delivery.key(), delivery.type());
      world.timeline.after(60 * MINUTE, () -> attempt(delivery, 1));
    }
  }
}
