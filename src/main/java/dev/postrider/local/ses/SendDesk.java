package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.Json;
import dev.postrider.local.ses.MailContent.MailTemplate;
import dev.postrider.local.ses.TemplateRenderer.Rendered;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes mail in: SendEmail and SendBulkEmail.
final class SendDesk {
  private static final MailTemplate NOTHING = new MailTemplate("", null, null);

  private final SesAccount account;
  private final Inbox inbox;
  private final Tally tally;
  private final Faults faults;
  private final EventPublisher events;
  private final Clock clock;

  SendDesk(
      SesAccount account,
      Inbox inbox,
      Tally tally,
      Faults faults,
      EventPublisher events,
      Clock clock) {
    this.account = account;
    this.inbox = inbox;
    this.tally = tally;
    this.faults = faults;
    this.events = events;
    this.clock = clock;
  }

  /// Answers the body of SendEmail's response, or throws a refusal.
  ObjectNode sendEmail(JsonNode call) {
    Submission submission = SubmissionReader.sendEmail(call);
    return Json.object().put("MessageId", accept(submission));
  }

  /// Answers the body of SendBulkEmail's response; what concerns the whole call is a refusal.
  ObjectNode sendBulkEmail(JsonNode call) {
    List<Submission> entries = SubmissionReader.sendBulkEmail(call);
    if (entries.isEmpty() || entries.size() > SubmissionRules.MAX_BULK_ENTRIES) {
      throw Refusal.badRequest(
          "BulkEmailEntries must have 1 to " + SubmissionRules.MAX_BULK_ENTRIES + " entries.");
    }
    ObjectNode answer = Json.object();
    ArrayNode results = answer.putArray("BulkEmailEntryResults");
    entries.forEach(entry -> results.add(entryResult(entry)));
    return answer;
  }

  private ObjectNode entryResult(Submission entry) {
    return faults
        .strikeFirst(Fault.OfEntry.class, entry.operation())
        .map(fault -> faultyResult(entry, fault))
        .orElseGet(() -> honestResult(entry));
  }

  private ObjectNode faultyResult(Submission entry, Fault.OfEntry fault) {
    return switch (fault) {
      case Fault.EntryStatus(String status, boolean accepted) -> {
        if (accepted) {
          honestResult(entry);
        }
        yield Json.object().put("Status", status).put("Error", "A fault of the stand-in.");
      }
    };
  }

  private ObjectNode honestResult(Submission entry) {
    try {
      return Json.object().put("Status", "SUCCESS").put("MessageId", accept(entry));
    } catch (Refusal refusal) {
      return refusal.entryResult();
    }
  }

  private String accept(Submission submission) {
    SubmissionRules.check(submission);
    try {
      account.admit(submission);
    } catch (Refusal refusal) {
      if (refusal.isThrottle()) {
        tally.throttled();
      }
      throw refusal;
    }
    ReceivedMessage message = received(submission);
    tally.accepted(submission);
    inbox.add(message);
    events.publish(message);
    return message.messageId();
  }

  private ReceivedMessage received(Submission submission) {
    Instant now = clock.instant();
    String messageId = "%016x-%s-000000".formatted(now.toEpochMilli(), UUID.randomUUID());
    return switch (submission.content()) {
      case MailContent.Raw _ -> new ReceivedMessage(messageId, now, submission, null, null);
      case MailContent.Simple s ->
          new ReceivedMessage(
              messageId, now, submission, new MailTemplate(s.subject(), s.text(), s.html()), null);
      case MailContent.Templated t ->
          switch (TemplateRenderer.render(template(t.name(), t.inline()), t.data())) {
            case Rendered.Mail(MailTemplate content) ->
                new ReceivedMessage(messageId, now, submission, content, null);
            case Rendered.Failure(String message) ->
                new ReceivedMessage(messageId, now, submission, NOTHING, message);
          };
    };
  }

  private MailTemplate template(@Nullable String name, @Nullable MailTemplate inline) {
    if (inline != null) {
      return inline;
    }
    return name == null ? NOTHING : account.template(name).orElse(NOTHING);
  }
}
