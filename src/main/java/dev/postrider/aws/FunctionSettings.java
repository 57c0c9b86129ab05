package dev.postrider.aws;

import dev.postrider.dispatch.DispatchPolicy;
import dev.postrider.dispatch.Lifetimes;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.suppression.SuppressionPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the template tells the functions in their environment variables. `from` throws an
/// IllegalArgumentException that names the variable when one is missing or out of range.
final class FunctionSettings {
  private FunctionSettings() {}

  /// What the template tells the DispatchFunction.
  ///
  /// @param defaultFrom the mailbox of messages that name none; may be empty
  /// @param ledgerDays how long the ledger remembers a unit
  /// @param unknownGrace how long a Send event may take to settle an unknown outcome
  record DispatchSettings(
      String mailQueueUrl,
      String bulkQueueUrl,
      String rejectedQueueUrl,
      String heldQueueUrl,
      String ledgerTable,
      String suppressionTable,
      String configurationSet,
      String defaultFrom,
      int ledgerDays,
      Duration unknownGrace,
      DispatchPolicy policy,
      SuppressionPolicy suppressionPolicy) {

    static DispatchSettings from(Map<String, String> environment) {
      Environment variables = new Environment(environment);
      return new DispatchSettings(
          variables.text("POSTRIDER_MAIL_QUEUE_URL"),
          variables.text("POSTRIDER_BULK_QUEUE_URL"),
          variables.text("POSTRIDER_REJECTED_QUEUE_URL"),
          variables.text("POSTRIDER_HELD_QUEUE_URL"),
          variables.text("POSTRIDER_LEDGER_TABLE"),
          variables.text("POSTRIDER_SUPPRESSION_TABLE"),
          variables.text("POSTRIDER_CONFIGURATION_SET"),
          variables.optional("POSTRIDER_DEFAULT_FROM").orElse(""),
          variables.count("POSTRIDER_LEDGER_DAYS"),
          variables.duration("POSTRIDER_UNKNOWN_GRACE"),
          new DispatchPolicy(
              variables.names("POSTRIDER_HOLD_STREAMS"),
              variables.names("POSTRIDER_BULK_STREAMS"),
              Lifetimes.ofLedger(Duration.ofDays(variables.count("POSTRIDER_LEDGER_DAYS")))),
          variables.suppressionPolicy());
    }
  }

  /// What the template tells the FeedbackFunction.
  record FeedbackSettings(String ledgerTable, String suppressionTable, SuppressionPolicy policy) {

    /// Reads the variables.
    ///
    /// @throws IllegalArgumentException when one is missing or out of range; the message names it
    static FeedbackSettings from(Map<String, String> environment) {
      Environment variables = new Environment(environment);
      return new FeedbackSettings(
          variables.text("POSTRIDER_LEDGER_TABLE"),
          variables.text("POSTRIDER_SUPPRESSION_TABLE"),
          variables.suppressionPolicy());
    }
  }

  /// What the template tells the AccountWatchFunction.
  ///
  /// @param rateHeadroom the share of MaxSendRate that is used
  /// @param domain whose set-up is watched
  /// @param mailFrom the MAIL FROM domain that the stack set up; null when it set up none
  record AccountWatchSettings(
      String ledgerTable,
      double rateHeadroom,
      List<String> eventSourceIds,
      DnsName domain,
      @Nullable DnsName mailFrom) {

    static AccountWatchSettings from(Map<String, String> environment) {
      Environment variables = new Environment(environment);
      return new AccountWatchSettings(
          variables.text("POSTRIDER_LEDGER_TABLE"),
          variables.share("POSTRIDER_RATE_HEADROOM"),
          List.of(
              variables.text("POSTRIDER_MAIL_EVENT_SOURCE_ID"),
              variables.text("POSTRIDER_BULK_EVENT_SOURCE_ID")),
          new DnsName(variables.text("POSTRIDER_EMAIL_IDENTITY")),
          variables.optional("POSTRIDER_MAIL_FROM_DOMAIN").map(DnsName::new).orElse(null));
    }
  }

  /// What the template tells the DmarcReportFunction.
  ///
  /// @param domain whose reports count
  /// @param bucket that SES puts the mail into
  /// @param s3 where S3 is
  record DmarcReportSettings(DnsName domain, String bucket, URI s3) {

    static DmarcReportSettings from(Map<String, String> environment) {
      Environment variables = new Environment(environment);
      return new DmarcReportSettings(
          new DnsName(variables.text("POSTRIDER_EMAIL_IDENTITY")),
          variables.text("POSTRIDER_REPORT_BUCKET"),
          URI.create(variables.text("AWS_ENDPOINT_URL_S3")));
    }
  }
}
