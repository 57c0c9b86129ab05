package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.LocalAws;
import dev.postrider.local.http.Json;
import dev.postrider.local.ses.MailContent.Templated;
import dev.postrider.sesevents.SesEvent;
import dev.postrider.sesevents.SesEventWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Decides what becomes of a message: by SES's addresses at `simulator.amazonses.com`, and by the
/// account's suppression list. Everybody else gets the message.
///
/// Source: "Using the mailbox simulator manually", SES developer guide.
final class MailboxSimulator {
  private final SesAccount account;
  private final Clock clock;

  MailboxSimulator(SesAccount account, Clock clock) {
    this.account = account;
    this.clock = clock;
  }

  /// Send and then what becomes of each recipient; or Rendering Failure alone.
  List<SesEvent> events(ReceivedMessage message) {
    SesEventWriter writer = writer(message);
    if (message.renderingFailure() != null) {
      String template =
          message.submission().content() instanceof Templated t && t.name() != null
              ? t.name()
              : "inline";
      return List.of(writer.renderingFailure(template, message.renderingFailure()));
    }
    return Stream.concat(
            Stream.of(writer.send()),
            message.submission().recipients().stream()
                .flatMap(recipient -> outcomes(writer, recipient).stream()))
        .toList();
  }

  private List<SesEvent> outcomes(SesEventWriter writer, String recipient) {
    Instant now = clock.instant();
    if (account.suppression(recipient).isPresent()) {
      return List.of(
          writer.bounce(
              now,
              recipient,
              "Permanent",
              "OnAccountSuppressionList",
              "Amazon SES did not send the message to this address because it is on the"
                  + " suppression list for your account."));
    }
    SesEvent delivery = writer.delivery(now, recipient);
    if (!HeaderMailbox.domain(recipient).equals(Submission.SIMULATOR_DOMAIN)) {
      return List.of(delivery);
    }
    return switch (HeaderMailbox.localPart(recipient)) {
      case "bounce" ->
          List.of(
              writer.bounce(
                  now, recipient, "Permanent", "General", "smtp; 550 5.1.1 user unknown"));
      case "suppressionlist" ->
          List.of(
              writer.bounce(
                  now,
                  recipient,
                  "Permanent",
                  "Suppressed",
                  "Amazon SES has suppressed sending to this address because it has a recent"
                      + " history of bouncing as an invalid address."));
      case "ooto" -> List.of(delivery, writer.bounce(now, recipient, "Transient", "General", null));
      case "complaint" -> List.of(delivery, writer.complaint(now, List.of(recipient), "abuse"));
      default -> List.of(delivery);
    };
  }

  private static SesEventWriter writer(ReceivedMessage message) {
    Submission submission = message.submission();
    String domain = HeaderMailbox.domain(HeaderMailbox.address(submission.from()));
    ObjectNode mail =
        Json.object()
            .put("source", submission.from())
            .put("sourceArn", LocalAws.arn("ses", "identity/" + domain))
            .put("sendingAccountId", LocalAws.ACCOUNT_ID)
            .put("headersTruncated", false);
    mail.set("headers", headers(message));
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
                String.valueOf(submission.configurationSet()),
                "ses:source-ip",
                "127.0.0.1",
                "ses:source-tls-version",
                "TLSv1.3",
                "ses:from-domain",
                domain,
                "ses:caller-identity",
                "DispatchFunctionRole"));
    tags.putAll(submission.tags());
    return tags;
  }

  private static ArrayNode headers(ReceivedMessage message) {
    ArrayNode headers = Json.array();
    Submission submission = message.submission();
    header(headers, "From", submission.from());
    listHeader(headers, "Reply-To", submission.replyTo());
    listHeader(headers, "To", submission.to());
    listHeader(headers, "Cc", submission.cc());
    header(headers, "Subject", message.subject());
    header(headers, "MIME-Version", "1.0");
    submission.content().headers().forEach(h -> header(headers, h.name(), h.value()));
    return headers;
  }

  private static void listHeader(ArrayNode headers, String name, List<String> mailboxes) {
    if (!mailboxes.isEmpty()) {
      header(headers, name, String.join(", ", mailboxes));
    }
  }

  private static void header(ArrayNode headers, String name, String value) {
    headers.addObject().put("name", name).put("value", value);
  }

  private static ObjectNode commonHeaders(ReceivedMessage message) {
    Submission submission = message.submission();
    ObjectNode json = Json.object();
    json.set("from", Json.strings(List.of(submission.from())));
    if (!submission.replyTo().isEmpty()) {
      json.set("replyTo", Json.strings(submission.replyTo()));
    }
    json.set("to", Json.strings(submission.to()));
    if (!submission.cc().isEmpty()) {
      json.set("cc", Json.strings(submission.cc()));
    }
    return json.put("messageId", message.messageId()).put("subject", message.subject());
  }
}
