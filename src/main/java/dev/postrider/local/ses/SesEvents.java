package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.LocalAws;
import dev.postrider.local.http.Json;
import dev.postrider.local.ses.MailContent.Templated;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// The events that SES publishes for one message, in the configuration set's format.
///
/// Source: "Examples of event data that Amazon SES publishes to Amazon SNS", SES developer guide.
final class SesEvents {
  /// Always three digits of milliseconds, as SES writes them.
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final String REPORTING_MTA = "a8-31.smtp-out.amazonses.com";

  private final SesAccount account;
  private final Clock clock;

  SesEvents(SesAccount account, Clock clock) {
    this.account = account;
    this.clock = clock;
  }

  /// One event.
  ///
  /// @param type as `eventType` writes it
  record SesEvent(String type, ObjectNode json) {}

  /// Send, or Rendering Failure; then what becomes of each recipient.
  List<SesEvent> of(ReceivedMessage message) {
    if (message.renderingFailure() != null) {
      return List.of(renderingFailure(message, message.renderingFailure()));
    }
    List<SesEvent> events = new ArrayList<>();
    events.add(event(message, "Send", "send", Json.object()));
    message.submission().recipients().forEach(r -> events.addAll(outcomes(message, r)));
    return events;
  }

  private List<SesEvent> outcomes(ReceivedMessage message, String recipient) {
    if (account.suppression(recipient).isPresent()) {
      return List.of(
          bounce(
              message,
              recipient,
              new Bounce(
                  "Permanent",
                  "OnAccountSuppressionList",
                  Optional.of(
                      new DeliveryStatus(
                          "5.1.1",
                          "Amazon SES did not send the message to this address because it is on the"
                              + " suppression list for your account.")))));
    }
    if (!Mailbox.domain(recipient).equals(Submission.SIMULATOR_DOMAIN)) {
      return List.of(delivery(message, recipient));
    }
    return switch (Mailbox.localPart(recipient)) {
      case "bounce" ->
          List.of(
              bounce(
                  message,
                  recipient,
                  new Bounce(
                      "Permanent",
                      "General",
                      Optional.of(new DeliveryStatus("5.1.1", "smtp; 550 5.1.1 user unknown")))));
      case "suppressionlist" ->
          List.of(
              bounce(
                  message,
                  recipient,
                  new Bounce(
                      "Permanent",
                      "Suppressed",
                      Optional.of(
                          new DeliveryStatus(
                              "5.1.1",
                              "Amazon SES has suppressed sending to this address because it has a"
                                  + " recent history of bouncing as an invalid address.")))));
      case "ooto" ->
          List.of(
              delivery(message, recipient),
              bounce(message, recipient, new Bounce("Transient", "General", Optional.empty())));
      case "complaint" -> List.of(delivery(message, recipient), complaint(message, recipient));
      default -> List.of(delivery(message, recipient));
    };
  }

  /// @param deliveryStatus empty for an automatic answer, such as an out-of-office one: no delivery
  ///     status notification comes with it
  private record Bounce(String type, String subType, Optional<DeliveryStatus> deliveryStatus) {}

  private record DeliveryStatus(String status, String diagnosticCode) {}

  private SesEvent bounce(ReceivedMessage message, String recipient, Bounce bounce) {
    ObjectNode json =
        Json.object()
            .put("feedbackId", feedbackId())
            .put("bounceType", bounce.type())
            .put("bounceSubType", bounce.subType());
    ObjectNode bounced =
        json.putArray("bouncedRecipients").addObject().put("emailAddress", recipient);
    bounce
        .deliveryStatus()
        .ifPresent(
            reported ->
                bounced
                    .put("action", "failed")
                    .put("status", reported.status())
                    .put("diagnosticCode", reported.diagnosticCode()));
    json.put("timestamp", now()).put("reportingMTA", "dsn; " + REPORTING_MTA);
    return event(message, "Bounce", "bounce", json);
  }

  private SesEvent complaint(ReceivedMessage message, String recipient) {
    ObjectNode json = Json.object().put("feedbackId", feedbackId()).putNull("complaintSubType");
    json.putArray("complainedRecipients").addObject().put("emailAddress", recipient);
    json.put("timestamp", now())
        .put("userAgent", "Amazon SES Mailbox Simulator")
        .put("complaintFeedbackType", "abuse")
        .put("arrivalDate", now());
    return event(message, "Complaint", "complaint", json);
  }

  private SesEvent delivery(ReceivedMessage message, String recipient) {
    ObjectNode json =
        Json.object()
            .put("timestamp", now())
            .put("processingTimeMillis", clock.millis() - message.acceptedAt().toEpochMilli());
    json.set("recipients", Json.strings(List.of(recipient)));
    json.put("smtpResponse", "250 2.6.0 Message received").put("reportingMTA", REPORTING_MTA);
    return event(message, "Delivery", "delivery", json);
  }

  private SesEvent renderingFailure(ReceivedMessage message, String error) {
    String template =
        message.submission().content() instanceof Templated t && t.name() != null
            ? t.name()
            : "inline";
    return event(
        message,
        "Rendering Failure",
        "failure",
        Json.object().put("templateName", template).put("errorMessage", error));
  }

  private SesEvent event(ReceivedMessage message, String type, String field, ObjectNode details) {
    ObjectNode json = Json.object().put("eventType", type);
    json.set("mail", mail(message));
    json.set(field, details);
    return new SesEvent(type, json);
  }

  private static ObjectNode mail(ReceivedMessage message) {
    Submission submission = message.submission();
    String source = Mailbox.address(submission.from());
    ObjectNode mail =
        Json.object()
            .put("timestamp", TIMESTAMP.format(message.acceptedAt()))
            .put("source", submission.from())
            .put("sourceArn", LocalAws.arn("ses", "identity/" + Mailbox.domain(source)))
            .put("sendingAccountId", LocalAws.ACCOUNT_ID)
            .put("messageId", message.messageId());
    mail.set("destination", Json.strings(submission.recipients()));
    mail.put("headersTruncated", false).set("headers", headers(message));
    mail.set("commonHeaders", commonHeaders(message));
    mail.set("tags", tags(submission));
    return mail;
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

  private static ObjectNode tags(Submission submission) {
    ObjectNode tags = Json.object();
    String domain = Mailbox.domain(Mailbox.address(submission.from()));
    Stream.of(
            List.of("ses:operation", submission.operation()),
            List.of("ses:configuration-set", String.valueOf(submission.configurationSet())),
            List.of("ses:source-ip", "127.0.0.1"),
            List.of("ses:source-tls-version", "TLSv1.3"),
            List.of("ses:from-domain", domain),
            List.of("ses:caller-identity", "DispatchFunctionRole"))
        .forEach(tag -> tags.set(tag.getFirst(), Json.strings(tag.subList(1, 2))));
    submission.tags().forEach((name, value) -> tags.set(name, Json.strings(List.of(value))));
    return tags;
  }

  private static String feedbackId() {
    return "0107-" + UUID.randomUUID() + "-000000";
  }

  private String now() {
    return TIMESTAMP.format(clock.instant());
  }
}
