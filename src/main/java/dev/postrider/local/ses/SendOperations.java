package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.Json;
import dev.postrider.local.ses.TemplateRenderer.RenderingFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.SendBulkEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;

/// Takes mail in: SendEmail and SendBulkEmail.
record SendOperations(
    SesAccount account,
    Inbox inbox,
    SesCounters counters,
    FaultInjector faults,
    EventPublisher events,
    Clock clock) {

  /// Answers the body of SendEmail's response, or throws a refusal.
  ObjectNode sendEmail(SesRequest call) {
    SendEmailRequest mail = call.as(SendEmailRequest.serializableBuilderClass()).build();
    return Json.object().put("MessageId", accept(Submission.of(mail)));
  }

  /// Answers the body of SendBulkEmail's response; what concerns the whole call is a refusal.
  ObjectNode sendBulkEmail(SesRequest call) {
    List<Submission> entries =
        Submission.of(call.as(SendBulkEmailRequest.serializableBuilderClass()).build());
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
    Optional<Fault.EntryStatus> fault =
        faults.strikeFirst(Fault.EntryStatus.class, entry.operation());
    if (fault.isEmpty()) {
      return honestResult(entry);
    }
    if (fault.get().accepted()) {
      honestResult(entry);
    }
    return Json.object()
        .put("Status", fault.get().status())
        .put("Error", "A fault of the stand-in.");
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
      return new ReceivedMessage(messageId, now, submission, null, failure.getMessage());
    }
  }

  /// That a stored template is there was checked before.
  private @Nullable EmailTemplateContent rendered(Submission submission) {
    EmailContent content = submission.mail().content();
    if (content.simple() != null) {
      return Submission.written(content.simple());
    }
    return content.template() == null
        ? null
        : TemplateRenderer.render(
            submission
                .storedTemplate()
                .map(account.templates()::get)
                .orElse(content.template().templateContent()),
            content.template().templateData());
  }
}
