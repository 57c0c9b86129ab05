package dev.postrider.simulation;

import dev.postrider.dispatch.Delivery;
import dev.postrider.email.Address;
import dev.postrider.email.Email;
import dev.postrider.feedback.Notification;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What SES publishes of mail that it accepted: early, late, twice, in any order, or never.
final class SesEvents {
  private static final long SIX_HOURS = 21_600_000_000L;
  private static final Duration FORGOTTEN = Duration.ofDays(40);

  private final World world;
  private final FeedbackLoop feedback;
  private int published;

  SesEvents(World world, FeedbackLoop feedback) {
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
    world.book().mailed(recipients);
    FaultModel.Events model = world.faults().model().events();
    if (world.faults().happens(model.noneAtAll())) {
      world.trace().note("ses", "NEVER_PUBLISHED", unit.key(), "any event");
      return;
    }
    Mail mail =
        new Mail(
            unit.key(),
            mailJson(delivery, sesMessageId, recipients),
            sesMessageId,
            recipients,
            world.faults().happens(model.allLate()));
    publish(mail, "Send", ",\"send\":{}", world.faults().upTo(2_000_000));
    for (String recipient : recipients) {
      outcome(mail, recipient, 300_000 + world.faults().upTo(20_000_000));
    }
  }

  /// @param json the event's `mail`, with its name
  /// @param late whether all its events come late
  private record Mail(
      String key, String json, String sesMessageId, List<String> recipients, boolean late) {}

  private void outcome(Mail mail, String recipient, long delay) {
    double dice = world.faults().dice();
    String at = "\"timestamp\":\"" + Timeline.instant(world.timeline().now() + delay) + "\"";
    if (dice < 0.02) {
      bounce(mail, recipient, at, "Permanent", "General", "failed", delay);
    } else if (dice < 0.05) {
      bounce(mail, recipient, at, "Transient", "MailboxFull", "failed", delay);
    } else if (dice < 0.055) {
      bounce(mail, recipient, at, "Permanent", "UnsubscribedRecipient", "failed", delay);
    } else {
      publish(mail, "Delivery", delivery(recipient, at), delay);
      afterDelivery(mail, recipient, at, dice, delay);
    }
  }

  private void afterDelivery(Mail mail, String recipient, String at, double dice, long delay) {
    if (dice < 0.06) {
      publish(mail, "Complaint", complaint(mail, List.of(recipient), at, "abuse"), delay * 2);
      if (mail.recipients().stream().distinct().count() > 1) {
        // All are of one domain: SES cannot tell who said it.
        publish(mail, "Complaint", complaint(mail, mail.recipients(), at, "not-spam"), delay * 3);
      }
    } else if (dice < 0.065) {
      bounce(mail, recipient, at, "Transient", "General", "", delay * 2);
    } else if (dice < 0.068) {
      bounce(mail, recipient, at, "Permanent", "General", "failed", delay * 3);
    } else if (dice < 0.072) {
      // The mailbox took the mail and forwarded it, to an address that is dead.
      String target = "to-" + recipient.replace("example.com", "forward.example");
      bounce(mail, target, at, "Permanent", "General", "failed", delay * 2);
    }
  }

  private void bounce(
      Mail mail,
      String recipient,
      String at,
      String type,
      String subType,
      String action,
      long delay) {
    String json =
        ",\"bounce\":{\"bounceType\":\"%s\",\"bounceSubType\":\"%s\",\"feedbackId\":\"f-%s-%s\",%s,\"bouncedRecipients\":[{\"emailAddress\":\"%s\"%s}]}"
            .formatted(
                type,
                subType,
                mail.sesMessageId(),
                Integer.toHexString(recipient.hashCode()),
                at,
                recipient,
                action.isEmpty() ? "" : ",\"action\":\"" + action + "\"");
    publish(mail, "Bounce", json, delay);
  }

  private static String delivery(String recipient, String at) {
    return ",\"delivery\":{" + at + ",\"recipients\":[\"" + recipient + "\"]}";
  }

  private static String complaint(Mail mail, List<String> who, String at, String type) {
    String named =
        who.stream()
            .map(one -> "{\"emailAddress\":\"" + one + "\"}")
            .collect(Collectors.joining(","));
    return ",\"complaint\":{\"feedbackId\":\"f-%s\",%s,\"complaintFeedbackType\":\"%s\",\"complainedRecipients\":[%s]}"
        .formatted(mail.sesMessageId(), at, type, named);
  }

  private void publish(Mail mail, String type, String detail, long delay) {
    FaultModel.Events model = world.faults().model().events();
    if (world.faults().happens(model.never())) {
      world.trace().note("ses", "NEVER_PUBLISHED", mail.key(), type);
      return;
    }
    boolean isLate = mail.late() || world.faults().happens(model.late());
    long late = isLate ? world.faults().upTo(SIX_HOURS) : 0;
    Notification notification =
        new Notification(
            "sns-" + ++published,
            "{\"eventType\":\"" + type + "\"," + mail.json() + detail + "}",
            Timeline.instant(world.timeline().now() + delay));
    deliver(mail, type, notification, delay + late);
    if (world.faults().happens(model.twice())) {
      deliver(mail, type, notification, delay + late + world.faults().upTo(600_000_000));
    }
  }

  private void deliver(Mail mail, String type, Notification notification, long delay) {
    world.timeline().after(delay, () -> feedback.deliver(mail.key(), type, notification));
  }

  /// Plans opens of mail that went out long ago under ids that are used again, and that the ledger
  /// has forgotten since.
  void ofEarlierMail() {
    SplittableRandom random = new SplittableRandom(world.scenario().seed() + 9);
    int messages = world.scenario().messages();
    for (int i = 0; i < messages / 30; i++) {
      String id = "mail-" + (1 + random.nextInt(messages));
      long at = random.nextLong(world.scenario().arrivalMicros() + 60_000_000);
      String json =
          "{\"eventType\":\"Open\",\"open\":{\"timestamp\":\"%s\"},\"mail\":{\"timestamp\":\"%s\",\"messageId\":\"earlier-%d\",\"destination\":[\"reader@example.com\"],\"tags\":{\"postrider-id\":[\"%s\"]}}}"
              .formatted(Timeline.instant(at), Timeline.START.minus(FORGOTTEN), i, id);
      Notification open = new Notification("earlier-" + i, json, Timeline.instant(at));
      world.timeline().after(at, () -> feedback.deliver(id, "Open", open));
    }
  }

  private String mailJson(Delivery delivery, String sesMessageId, List<String> recipients) {
    Email.Unit unit = delivery.mailed();
    return "\"mail\":{\"timestamp\":\"%s\",\"messageId\":\"%s\",\"destination\":[%s],\"tags\":{\"postrider-id\":[\"%s\"],\"postrider-stream\":[\"%s\"]%s}}"
        .formatted(
            Timeline.instant(world.timeline().now()),
            sesMessageId,
            recipients.stream().map(r -> '"' + r + '"').collect(Collectors.joining(",")),
            unit.emailId(),
            delivery.email().stream(),
            unit.entry().map(n -> ",\"postrider-entry\":[\"" + n + "\"]").orElse(""));
  }
}
