package dev.postrider.simulation;

import dev.postrider.dispatch.Outgoing;
import dev.postrider.email.Address;
import dev.postrider.email.Email;
import dev.postrider.feedback.Notification;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What SES publishes of mail that it accepted: early, late, twice, in any order, or never.
final class SesEvents {
  private static final long SIX_HOURS = 21_600_000_000L;

  private final World world;
  private final FeedbackLoop feedback;
  private int published;

  SesEvents(World world, FeedbackLoop feedback) {
    this.world = world;
    this.feedback = feedback;
  }

  /// Plans the events of an accepted mail.
  void accepted(Outgoing outgoing, String sesMessageId) {
    Email.Unit unit = outgoing.unit();
    List<String> recipients =
        Stream.of(unit.to(), unit.cc(), unit.bcc())
            .flatMap(List::stream)
            .map(Address::addrSpec)
            .toList();
    FaultModel.Events model = world.faults().model().events();
    if (world.faults().happens(model.noneAtAll())) {
      world.trace().note("ses", "NEVER_PUBLISHED", unit.key(), "any event");
      return;
    }
    Mail mail =
        new Mail(
            unit.key(),
            mailJson(outgoing, sesMessageId, recipients),
            sesMessageId,
            world.faults().happens(model.allLate()));
    publish(mail, "Send", ",\"send\":{}", world.faults().upTo(2_000_000));
    for (String recipient : recipients) {
      outcome(mail, recipient, 300_000 + world.faults().upTo(20_000_000));
    }
  }

  /// @param json the event's `mail`, with its name
  /// @param late whether all its events come late
  private record Mail(String key, String json, String sesMessageId, boolean late) {}

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
      publish(mail, "Complaint", complaint(mail, recipient, at), delay * 2);
    } else if (dice < 0.065) {
      bounce(mail, recipient, at, "Transient", "General", "", delay * 2);
    } else if (dice < 0.068) {
      bounce(mail, recipient, at, "Permanent", "General", "failed", delay * 3);
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

  private static String complaint(Mail mail, String recipient, String at) {
    return ",\"complaint\":{\"feedbackId\":\"f-%s\",%s,\"complainedRecipients\":[{\"emailAddress\":\"%s\"}]}"
        .formatted(mail.sesMessageId(), at, recipient);
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

  private String mailJson(Outgoing outgoing, String sesMessageId, List<String> recipients) {
    Email.Unit unit = outgoing.unit();
    return "\"mail\":{\"timestamp\":\"%s\",\"messageId\":\"%s\",\"destination\":[%s],\"tags\":{\"postrider-id\":[\"%s\"],\"postrider-stream\":[\"%s\"]%s}}"
        .formatted(
            Timeline.instant(world.timeline().now()),
            sesMessageId,
            recipients.stream().map(r -> '"' + r + '"').collect(Collectors.joining(",")),
            unit.emailId(),
            outgoing.email().stream(),
            unit.entry().map(n -> ",\"postrider-entry\":[\"" + n + "\"]").orElse(""));
  }
}
