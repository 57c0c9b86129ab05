package dev.postrider.local.ses;

import static dev.postrider.local.ses.Refusal.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.model.BulkEmailEntryResult;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sesv2.model.SendBulkEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendBulkEmailResponse;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendEmailResponse;

/// Takes mail in: SendEmail and SendBulkEmail.
record SendOperations(
    SesAccount account,
    Inbox inbox,
    SesCounters counters,
    FaultInjector faults,
    EventPublisher events,
    Clock clock) {

  /// Answers SendEmail's response, or throws a refusal.
  Object sendEmail(SesRequest call) {
    SendEmailRequest mail = call.as(SendEmailRequest.serializableBuilderClass()).build();
    return SendEmailResponse.builder().messageId(accept(Submission.of(mail)));
  }

  /// Answers SendBulkEmail's response; what concerns the whole call is a refusal.
  Object sendBulkEmail(SesRequest call) {
    List<Submission> entries =
        Submission.of(call.as(SendBulkEmailRequest.serializableBuilderClass()).build());
    require(
        !entries.isEmpty() && entries.size() <= SubmissionRules.MAX_BULK_ENTRIES,
        "BulkEmailEntries must have 1 to " + SubmissionRules.MAX_BULK_ENTRIES + " entries.");
    SubmissionRules.checkCall(entries.getFirst());
    account.checkTenant(entries.getFirst());
    return SendBulkEmailResponse.builder()
        .bulkEmailEntryResults(entries.stream().map(this::entryResult).toList());
  }

  private BulkEmailEntryResult entryResult(Submission entry) {
    Optional<Fault.EntryStatus> fault =
        faults.strikeFirst(Fault.EntryStatus.class, entry.operation());
    if (fault.isEmpty()) {
      return honestResult(entry);
    }
    if (fault.get().accepted()) {
      honestResult(entry);
    }
    return BulkEmailEntryResult.builder()
        .status(fault.get().status())
        .error("A fault of the stand-in.")
        .build();
  }

  private BulkEmailEntryResult honestResult(Submission entry) {
    try {
      return BulkEmailEntryResult.builder().status("SUCCESS").messageId(accept(entry)).build();
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
    if (content.raw() != null) {
      return null;
    }
    ObjectNode data = SubmissionRules.checkTemplateData(submission.templateData());
    return submission
        .storedTemplate()
        .map(account.templates()::get)
        .map(stored -> HandlebarsRenderer.render(stored, HttpJson.values(data)))
        .orElseGet(() -> InlineRenderer.render(content.template().templateContent(), data));
  }
}
