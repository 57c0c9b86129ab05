package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.cli.output.CliJson;
import dev.postrider.local.CommandLines;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;

/// Dead letters of the functions that SNS and EventBridge invoke: Lambda's records of failed
/// invocations. To retry one is to invoke the function with its event again. Retried feedback
/// changes nothing twice; a DMARC report is counted again.
final class FailedInvocations {
  /// The alias that the stack's own events invoke, too.
  static final String ALIAS = "live";

  private FailedInvocations() {}

  /// SES events that the feedback function could not handle, or that SNS could not hand to it.
  /// Their effect depends on neither order nor repetition, so that they can be retried at any time.
  static WaitingQueue ofFeedback(StackConnection stack) {
    return new WaitingQueue(
        stack.place(),
        stack.browser(stack.deployment().queues().feedbackDeadLetters()),
        "Retry",
        message -> WaitingMessage.of(message, event(message)),
        message -> event(message).advice(message.message().messageId(), stack.commands()),
        message ->
            event(message)
                .payload()
                .map(payload -> invoke(stack, stack.deployment().feedbackFunction(), payload))
                .orElseGet(() -> RedriveOutcome.stays("it is not an event of SES")),
        message ->
            event(message).reason() == DeadEvent.Reason.MALFORMED
                ? RedriveOutcome.discarded(event(message).problems().getFirst())
                : RedriveOutcome.stays("it is not malformed: a retry can succeed"),
        Stream.of(DeadEvent.Reason.values()).map(Enum::name).toList());
  }

  private static DeadEvent event(BrowsedMessage message) {
    return DeadEvent.of(message.message().body());
  }

  /// Mails with DMARC reports that could not be read. The mail itself is in the bucket.
  ///
  /// @throws IllegalStateException when the stack receives none
  static WaitingQueue ofDmarcReports(StackConnection stack) {
    Deployment.DmarcReports reports =
        stack
            .deployment()
            .dmarcReports()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "this stack receives no DMARC reports (parameter ReceiveDmarcReports)"));
    return new WaitingQueue(
        stack.place(),
        stack.browser(reports.deadLetters()),
        "Retry",
        WaitingMessage::of,
        message -> dmarcAdvice(body(message), stack.commands()),
        message ->
            failedEvent(body(message))
                .map(event -> invoke(stack, reports.function(), event))
                .orElseGet(() -> RedriveOutcome.stays("it is not a failed invocation")),
        message ->
            failedEvent(body(message)).isEmpty()
                ? RedriveOutcome.discarded("it was not a failed invocation")
                : RedriveOutcome.stays("it is not malformed: a retry can succeed"),
        List.of());
  }

  private static Optional<ObjectNode> body(BrowsedMessage message) {
    return CliJson.readObject(message.message().body());
  }

  /// The event of a failed invocation; empty when the body is something else.
  private static Optional<JsonNode> failedEvent(Optional<ObjectNode> body) {
    return body.map(json -> json.path("requestPayload")).filter(JsonNode::isObject);
  }

  private static String errorType(JsonNode failedInvocation) {
    return CliJson.text(failedInvocation.path("responsePayload"), "errorType").orElse("an error");
  }

  /// Waits for the function's end; throws when Lambda did not run it.
  private static RedriveOutcome invoke(StackConnection stack, String function, JsonNode event) {
    SdkBytes payload = SdkBytes.fromUtf8String(event.toString());
    return stack
                .clients()
                .lambda()
                .invoke(r -> r.functionName(function).qualifier(ALIAS).payload(payload))
                .functionError()
            == null
        ? RedriveOutcome.handled()
        : RedriveOutcome.stays(function + " failed again: see its log");
  }

  private static String dmarcAdvice(Optional<ObjectNode> body, CommandLines commands) {
    return failedEvent(body)
        .map(
            event ->
                "The mail "
                    + CliJson.text(event.at("/detail/object"), "key").orElse("?")
                    + " could not be read: "
                    + errorType(body.orElseThrow())
                    + ". See the report function's log, fix the cause, then: "
                    + commands.of("dead retry --queue dmarc --all"))
        .orElse("It is not a failed invocation of the report function.");
  }
}
