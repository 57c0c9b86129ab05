package dev.postrider.cli.ops;

import dev.postrider.email.Address;
import dev.postrider.local.Queues;
import dev.postrider.suppression.SuppressionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A running stack: where its parts are, and what it was told.
///
/// @param name of the CloudFormation stack; `local` for the embedded one
/// @param local whether it is the embedded one, which has no alarms and no metrics
/// @param identity the domain that mail is sent from
/// @param eventSourceIds UUIDs of the mail's and the bulk mail's event source mapping
/// @param feedbackFunction its name
/// @param dmarcReports empty where none are received, as by the embedded stack
/// @param defaultFrom the mailbox of messages that name none
/// @param grace how long a Send event may take to settle an unknown outcome
/// @param keep how long the ledger remembers a unit
record Deployment(
    String name,
    boolean local,
    Queues queues,
    String ledgerTable,
    String suppressionTable,
    String identity,
    List<String> eventSourceIds,
    String feedbackFunction,
    Optional<DmarcReports> dmarcReports,
    Address defaultFrom,
    Duration grace,
    Duration keep,
    SuppressionPolicy suppressionPolicy) {

  /// The part that counts DMARC reports.
  ///
  /// @param deadLetters the queue's URL
  /// @param function its name
  record DmarcReports(String deadLetters, String function) {}

  /// What a CloudFormation stack says of itself.
  ///
  /// @throws IllegalArgumentException when an output or a parameter is missing: the stack is
  ///     not Postrider's, or an older one
  static Deployment of(String name, Map<String, String> outputs, Map<String, String> parameters) {
    RequiredTexts output = new RequiredTexts("stack " + name + " has no output ", outputs);
    RequiredTexts parameter = new RequiredTexts("stack " + name + " has no parameter ", parameters);
    String identity = output.get("EmailIdentityName");
    String from = parameters.getOrDefault("DefaultFrom", "");
    return new Deployment(
        name,
        false,
        new Queues(
            output.get("MailQueueUrl"),
            output.get("BulkQueueUrl"),
            output.get("RejectedQueueUrl"),
            output.get("HeldQueueUrl"),
            output.get("MailDeadLetterQueueUrl"),
            output.get("FeedbackDeadLetterQueueUrl")),
        output.get("LedgerTableName"),
        output.get("SuppressionTableName"),
        identity,
        List.of(output.get("MailEventSourceId"), output.get("BulkEventSourceId")),
        output.get("FeedbackFunctionName"),
        Optional.ofNullable(outputs.get("DmarcReportDeadLetterQueueUrl"))
            .map(url -> new DmarcReports(url, output.get("DmarcReportFunctionName"))),
        Address.parse(from.isEmpty() ? "no-reply@" + identity : from),
        Duration.parse(parameter.get("UnknownGrace")),
        Duration.ofDays(Long.parseLong(parameter.get("LedgerDays"))),
        new SuppressionPolicy(
            Integer.parseInt(parameter.get("SoftBounceCount")),
            Duration.parse(parameter.get("SoftBounceWindow")),
            Duration.parse(parameter.get("SoftBounceSuppression"))));
  }

  /// The embedded stack, from the variables that its functions have.
  ///
  /// @throws IllegalArgumentException when a variable is missing
  static Deployment ofLocal(Map<String, String> variables) {
    RequiredTexts variable = new RequiredTexts("the embedded stack has no variable ", variables);
    String mail = variable.get("POSTRIDER_MAIL_QUEUE_URL");
    String base = mail.substring(0, mail.lastIndexOf('/') + 1);
    return new Deployment(
        "local",
        true,
        new Queues(
            mail,
            variable.get("POSTRIDER_BULK_QUEUE_URL"),
            variable.get("POSTRIDER_REJECTED_QUEUE_URL"),
            variable.get("POSTRIDER_HELD_QUEUE_URL"),
            base + "MailDeadLetterQueue",
            base + "FeedbackDeadLetterQueue"),
        variable.get("POSTRIDER_LEDGER_TABLE"),
        variable.get("POSTRIDER_SUPPRESSION_TABLE"),
        variable.get("POSTRIDER_EMAIL_IDENTITY"),
        List.of(
            variable.get("POSTRIDER_MAIL_EVENT_SOURCE_ID"),
            variable.get("POSTRIDER_BULK_EVENT_SOURCE_ID")),
        "FeedbackFunction",
        Optional.empty(),
        Address.parse(variable.get("POSTRIDER_DEFAULT_FROM")),
        Duration.parse(variable.get("POSTRIDER_UNKNOWN_GRACE")),
        Duration.ofDays(Long.parseLong(variable.get("POSTRIDER_LEDGER_DAYS"))),
        new SuppressionPolicy(
            Integer.parseInt(variable.get("POSTRIDER_SOFT_BOUNCE_COUNT")),
            Duration.parse(variable.get("POSTRIDER_SOFT_BOUNCE_WINDOW")),
            Duration.parse(variable.get("POSTRIDER_SOFT_BOUNCE_SUPPRESSION"))));
  }

  /// Named texts whose absence is an error of its own.
  private record RequiredTexts(String missing, Map<String, String> texts) {
    String get(String name) {
      String text = texts.get(name);
      if (text == null) {
        throw new IllegalArgumentException(missing + name);
      }
      return text;
    }
  }
}
