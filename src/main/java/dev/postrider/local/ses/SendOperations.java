package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.Json;
import dev.postrider.local.ses.MailContent.MailTemplate;
import dev.postrider.local.ses.TemplateRenderer.RenderingFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes mail in: SendEmail and SendBulkEmail.
final class SendOperations {
  private static final MailTemplate NOTHING = new MailTemplate("", null, null);

  private final SesAccount account;
  private final Inbox inbox;
  private final SesCounters counters;
  private final FaultInjector faults;
  private final EventPublisher events;
  private final Clock clock;

  SendOperations(
      SesAccount account,
      Inbox inbox,
      SesCounters counters,
      FaultInjector faults,
      EventPublisher events,
      Clock clock) {
    this.account = account;
    this.inbox = inbox;
    this.counters = counters;
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
        counters.throttled();
      }
      throw refusal;
    }
    ReceivedMessage message = received(submission);
    counters.accepted(submission);
    inbox.add(message);
    events.publish(message);
    return message.messageId();
  }

  private ReceivedMessage received(Submission submission) {
    Instant now = clock.instant();
    String messageId = "%016x-%s-000000".formatted(now.toEpochMilli(), UUID.randomUUID());
    try {
      return new ReceivedMessage(messageId, now, submission, rendered(submission), null);
    } catch (RenderingFailure failure) {
      return new ReceivedMessage(messageId, now, submission, NOTHING, failure.getMessage());
    }
  }

  private @Nullable MailTemplate rendered(Submission submission) {
    return switch (submission.content()) {
      case MailContent.Raw _ -> null;
      case MailContent.SimpleMail s -> new MailTemplate(s.subject(), s.text(), s.html());
      case MailContent.Templated t -> TemplateRenderer.render(template(t), t.data());
    };
  }

  /// That a stored template is there was checked before.
  private MailTemplate template(MailContent.Templated templated) {
    return Optional.ofNullable(templated.inline())
        .or(() -> Optional.ofNullable(templated.name()).flatMap(account::template))
        .orElse(NOTHING);
  }
}
