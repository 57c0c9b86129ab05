package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.LocalAws;
import dev.postrider.local.http.HttpJson;
import dev.postrider.sesevents.SesEventWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;

/// Decides what becomes of a message: by SES's addresses at `simulator.amazonses.com`, and by the
/// account's suppression list. Everybody else gets the message.
///
/// Source: "Using the mailbox simulator manually", SES developer guide.
record MailboxSimulator(SesAccount account, Clock clock) {
  private static final String UNKNOWN_USER = "smtp; 550 5.1.1 user unknown";
  private static final String LISTED =
      "Amazon SES did not send the message to this address because it is on the suppression list"
          + " for your account.";
  private static final String BOUNCED_BEFORE =
      "Amazon SES has suppressed sending to this address because it has a recent history of"
          + " bouncing as an invalid address.";

  /// Send and then what becomes of each recipient; or Rendering Failure alone.
  List<ObjectNode> events(ReceivedMessage message) {
    SesEventWriter writer = writer(message);
    if (message.renderingFailure() != null) {
      String template = message.submission().storedTemplate().orElse("inline");
      return List.of(writer.renderingFailure(template, message.renderingFailure()));
    }
    return Stream.concat(
            Stream.of(writer.send()),
            message.submission().recipients().stream()
                .flatMap(recipient -> outcomes(writer, recipient).stream()))
        .toList();
  }

  private List<ObjectNode> outcomes(SesEventWriter writer, String recipient) {
    Instant now = clock.instant();
    if (account.suppressions().containsKey(recipient)) {
      return List.of(
          writer.bounce(now, recipient, "Permanent", "OnAccountSuppressionList", LISTED));
    }
    ObjectNode delivery = writer.delivery(now, recipient);
    if (!HeaderMailbox.domain(recipient).equals(Submission.SIMULATOR_DOMAIN)) {
      return List.of(delivery);
    }
    return switch (HeaderMailbox.localPart(recipient)) {
      case "bounce" -> List.of(writer.bounce(now, recipient, "Permanent", "General", UNKNOWN_USER));
      case "suppressionlist" ->
          List.of(writer.bounce(now, recipient, "Permanent", "Suppressed", BOUNCED_BEFORE));
      case "ooto" -> List.of(delivery, writer.bounce(now, recipient, "Transient", "General", null));
      case "complaint" -> List.of(delivery, writer.complaint(now, List.of(recipient), "abuse"));
      default -> List.of(delivery);
    };
  }

  private static SesEventWriter writer(ReceivedMessage message) {
    Submission submission = message.submission();
    String domain =
        HeaderMailbox.domain(HeaderMailbox.address(submission.mail().fromEmailAddress()));
    ObjectNode mail =
        HttpJson.object()
            .put("source", submission.mail().fromEmailAddress())
            .put("sourceArn", LocalAws.arn("ses", "identity/" + domain))
            .put("sendingAccountId", LocalAws.ACCOUNT_ID)
            .put("headersTruncated", false);
    ArrayNode headers = mail.putArray("headers");
    message.headers(", ").forEach(header -> headers.add(HttpJson.of(header.toBuilder())));
    headers.addObject().put("name", "MIME-Version").put("value", "1.0");
    mail.set("commonHeaders", commonHeaders(message));
    return new SesEventWriter(
            message.acceptedAt(),
            message.messageId(),
            submission.recipients(),
            tags(submission, domain))
        .mail(mail);
  }

  private static Map<String, String> tags(Submission submission, String domain) {
    Map<String, String> tags =
        new LinkedHashMap<>(
            Map.of(
                "ses:operation",
                submission.operation(),
                "ses:configuration-set",
                String.valueOf(submission.mail().configurationSetName()),
                "ses:source-ip",
                "127.0.0.1",
                "ses:source-tls-version",
                "TLSv1.3",
                "ses:from-domain",
                domain,
                "ses:caller-identity",
                "DispatchFunctionRole"));
    if (submission.mail().tenantName() != null) {
      tags.put("ses:tenant-name", submission.mail().tenantName());
    }
    tags.putAll(submission.tags());
    return tags;
  }

  private static ObjectNode commonHeaders(ReceivedMessage message) {
    SendEmailRequest mail = message.submission().mail();
    ObjectNode json =
        HttpJson.object()
            .putPOJO("from", List.of(mail.fromEmailAddress()))
            .putPOJO("to", mail.destination().toAddresses())
            .put("messageId", message.messageId())
            .put("subject", message.subject());
    if (!mail.replyToAddresses().isEmpty()) {
      json.putPOJO("replyTo", mail.replyToAddresses());
    }
    if (!mail.destination().ccAddresses().isEmpty()) {
      json.putPOJO("cc", mail.destination().ccAddresses());
    }
    return json;
  }
}
