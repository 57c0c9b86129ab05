package dev.postrider.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.dispatch.Delivery;
import dev.postrider.email.Address;
import dev.postrider.email.Email;
import dev.postrider.feedback.Notification;
import dev.postrider.sesevents.SesEventWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// What SES publishes of mail that it accepted: early, late, twice, in any order, or never.
final class SimulatedSesEvents {
  private static final long SIX_HOURS = 21_600_000_000L;
  private static final Duration FORGOTTEN = Duration.ofDays(40);

  private final World world;
  private final FeedbackLoop feedback;
  private int published;

  SimulatedSesEvents(World world, FeedbackLoop feedback) {
    this.world = world;
    this.feedback = feedback;
  }

  /// Plans the events of an accepted mail.
  void accepted(Delivery delivery, String sesMessageId) {
    Email.Unit unit = delivery.mailed();
    List<String> recipients =
        Stream.of(unit.to(), unit.cc(), unit.bcc())
            .flatMap(List::stream)
            .map(Address::addrSpec)
            .toList();
    world.truth.mailed.addAll(recipients);
    if (world.chance.happens(SimulatedFault.NO_EVENT)) {
      world.trace.note("ses", "NEVER_PUBLISHED", unit.key(), "any event");
      return;
    }
    SesEventWriter writer = new SesEventWriter(now(0), sesMessageId, recipients, tags(delivery));
    AcceptedMail mail =
        new AcceptedMail(
            unit.key(), writer, recipients, world.chance.happens(SimulatedFault.ALL_EVENTS_LATE));
    publish(mail, writer.send(), world.chance.upTo(2_000_000));
    for (String recipient : recipients) {
      outcome(mail, recipient, 300_000 + world.chance.upTo(20_000_000));
    }
  }

  private static Map<String, String> tags(Delivery delivery) {
    Map<String, String> tags = new HashMap<>();
    tags.put("postrider-id", delivery.mailed().emailId());
    tags.put("postrider-stream", delivery.email().stream());
    delivery.mailed().entry().ifPresent(n -> tags.put("postrider-entry", String.valueOf(n)));
    return tags;
  }

  /// @param late whether all its events come late
  private record AcceptedMail(
      String key, SesEventWriter writer, List<String> recipients, boolean late) {}

  private void outcome(AcceptedMail mail, String to, long delay) {
    double dice = world.chance.dice();
    Instant at = now(delay);
    SesEventWriter writer = mail.writer();
    if (dice < 0.02) {
      publish(mail, writer.bounce(at, to, "Permanent", "General", "smtp; 550"), delay);
    } else if (dice < 0.05) {
      publish(mail, writer.bounce(at, to, "Transient", "MailboxFull", "smtp; 452"), delay);
    } else if (dice < 0.055) {
      publish(
          mail, writer.bounce(at, to, "Permanent", "UnsubscribedRecipient", "unsubscribed"), delay);
    } else {
      publish(mail, writer.delivery(at, to), delay);
      afterDelivery(mail, to, at, dice, delay);
    }
  }

  private void afterDelivery(AcceptedMail mail, String to, Instant at, double dice, long delay) {
    SesEventWriter writer = mail.writer();
    if (dice < 0.06) {
      publish(mail, writer.complaint(at, List.of(to), "abuse"), delay * 2);
      if (mail.recipients().stream().distinct().count() > 1) {
        // All are of one domain: SES cannot tell who said it.
        publish(mail, writer.complaint(at, mail.recipients(), "not-spam"), delay * 3);
      }
    } else if (dice < 0.065) {
      publish(mail, writer.bounce(at, to, "Transient", "General", null), delay * 2);
    } else if (dice < 0.068) {
      publish(mail, writer.bounce(at, to, "Permanent", "General", "smtp; 550"), delay * 3);
    } else if (dice < 0.072) {
      // The mailbox took the mail and forwarded it, to an address that is dead.
      String target = "to-" + to.replace("example.com", "forward.example");
      publish(mail, writer.bounce(at, target, "Permanent", "General", "smtp; 550"), delay * 2);
    }
  }

  private void publish(AcceptedMail mail, ObjectNode event, long delay) {
    String type = SesEventWriter.type(event);
    if (world.chance.happens(SimulatedFault.EVENT_NEVER)) {
      world.trace.note("ses", "NEVER_PUBLISHED", mail.key(), type);
      return;
    }
    boolean isLate = mail.late() || world.chance.happens(SimulatedFault.EVENT_LATE);
    long after = delay + (isLate ? world.chance.upTo(SIX_HOURS) : 0);
    Notification notification =
        new Notification("sns-" + ++published, event.toString(), now(delay));
    deliver(mail.key(), type, notification, after);
    if (world.chance.happens(SimulatedFault.EVENT_TWICE)) {
      deliver(mail.key(), type, notification, after + world.chance.upTo(600_000_000));
    }
  }

  private void deliver(String key, String type, Notification notification, long delay) {
    world.timeline.after(delay, () -> feedback.deliver(key, type, notification));
  }

  /// Plans opens of mail that went out long ago under ids that are used again, and that the ledger
  /// has forgotten since.
  void ofEarlierMail() {
    SplittableRandom random = new SplittableRandom(world.scenario.seed() + 9);
    int messages = world.scenario.messages();
    for (int i = 0; i < messages / 30; i++) {
      String id = "mail-" + (1 + random.nextInt(messages));
      long at = random.nextLong(world.scenario.arrivalMicros() + 60_000_000);
      ObjectNode open =
          new SesEventWriter(
                  Timeline.START.minus(FORGOTTEN),
                  "earlier-" + i,
                  List.of("reader@example.com"),
                  Map.of("postrider-id", id))
              .open(Timeline.instant(at));
      deliver(
          id,
          SesEventWriter.type(open),
          new Notification("earlier-" + i, open.toString(), Timeline.instant(at)),
          at);
    }
  }

  /// The world's time after a delay in microseconds.
  private Instant now(long delay) {
    return Timeline.instant(world.timeline.now() + delay);
  }
}
