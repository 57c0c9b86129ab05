package dev.postrider.cli.ops;

import dev.postrider.email.Address;
import dev.postrider.local.Queues;
import dev.postrider.suppression.SuppressionPolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
/// @param deliveries whether SES reports deliveries to it
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
    SuppressionPolicy suppressionPolicy,
    boolean deliveries) {

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
    return of(
        name,
        false,
        new NamedTexts("stack " + name + " has no output ", UnaryOperator.identity(), outputs),
        new NamedTexts(
            "stack " + name + " has no parameter ", UnaryOperator.identity(), parameters));
  }

  /// The embedded stack, from the variables that its functions have.
  ///
  /// @throws IllegalArgumentException when a variable is missing
  static Deployment ofLocal(Map<String, String> variables) {
    String mail = variables.getOrDefault("POSTRIDER_MAIL_QUEUE_URL", "");
    String base = mail.substring(0, mail.lastIndexOf('/') + 1);
    Map<String, String> all = new HashMap<>(variables);
    all.put("POSTRIDER_MAIL_DEAD_LETTER_QUEUE_URL", base + "MailDeadLetterQueue");
    all.put("POSTRIDER_FEEDBACK_DEAD_LETTER_QUEUE_URL", base + "FeedbackDeadLetterQueue");
    all.put("POSTRIDER_FEEDBACK_FUNCTION", "FeedbackFunction");
    NamedTexts variable =
        new NamedTexts("the embedded stack has no variable ", Deployment::variable, all);
    return of("local", true, variable, variable);
  }

  /// The functions' variable of an output or a parameter: `POSTRIDER_LEDGER_TABLE` of
  /// `LedgerTableName`, `POSTRIDER_LEDGER_DAYS` of `LedgerDays`.
  private static String variable(String name) {
    return "POSTRIDER_"
        + name.replaceFirst("Name$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
            .toUpperCase(Locale.ROOT);
  }

  private static Deployment of(
      String name, boolean local, NamedTexts output, NamedTexts parameter) {
    String identity = output.get("EmailIdentityName");
    return new Deployment(
        name,
        local,
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
        output
            .find("DmarcReportDeadLetterQueueUrl")
            .map(url -> new DmarcReports(url, output.get("DmarcReportFunctionName"))),
        Address.parse(
            parameter
                .find("DefaultFrom")
                .filter(from -> !from.isEmpty())
                .orElse("no-reply@" + identity)),
        Duration.parse(parameter.get("UnknownGrace")),
        Duration.ofDays(Long.parseLong(parameter.get("LedgerDays"))),
        new SuppressionPolicy(
            Integer.parseInt(parameter.get("SoftBounceCount")),
            Duration.parse(parameter.get("SoftBounceWindow")),
            Duration.parse(parameter.get("SoftBounceSuppression"))),
        !parameter.find("DeliveryEvents").equals(Optional.of("false")));
  }

  /// Texts by the names of outputs and parameters; the absence of one is an error of its own.
  ///
  /// @param own the name that a text has here
  private record NamedTexts(String missing, UnaryOperator<String> own, Map<String, String> texts) {
    Optional<String> find(String name) {
      return Optional.ofNullable(texts.get(own.apply(name)));
    }

    String get(String name) {
      return find(name).orElseThrow(() -> new IllegalArgumentException(missing + own.apply(name)));
    }
  }
}
