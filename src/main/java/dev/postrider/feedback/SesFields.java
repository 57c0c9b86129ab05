package dev.postrider.feedback;

import java.util.Set;

/// The fields and values of SES's events that were known when this was written; anything else is
/// noted.
///
/// Source:
/// <https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html>
final class SesFields {
  static final Set<String> EVENT =
      Set.of(
          "eventType",
          "notificationType",
          "mail",
          "bounce",
          "complaint",
          "delivery",
          "send",
          "reject",
          "failure",
          "deliveryDelay",
          "open",
          "click",
          "subscription",
          "message");
  static final Set<String> MAIL =
      Set.of(
          "timestamp",
          "messageId",
          "source",
          "sourceArn",
          "sourceIp",
          "callerIdentity",
          "sendingAccountId",
          "destination",
          "headersTruncated",
          "headers",
          "commonHeaders",
          "tags");
  static final Set<String> BOUNCE =
      Set.of(
          "bounceType",
          "bounceSubType",
          "bouncedRecipients",
          "timestamp",
          "feedbackId",
          "reportingMTA",
          "remoteMtaIp");
  static final Set<String> BOUNCED_RECIPIENT =
      Set.of("emailAddress", "action", "status", "diagnosticCode");
  static final Set<String> COMPLAINT =
      Set.of(
          "complainedRecipients",
          "timestamp",
          "feedbackId",
          "complaintSubType",
          "userAgent",
          "complaintFeedbackType",
          "arrivalDate");
  static final Set<String> DELIVERY =
      Set.of(
          "timestamp",
          "processingTimeMillis",
          "recipients",
          "smtpResponse",
          "reportingMTA",
          "remoteMtaIp");
  static final Set<String> DELAY =
      Set.of("timestamp", "delayType", "expirationTime", "delayedRecipients", "reportingMTA");
  static final Set<String> REJECT = Set.of("reason");
  static final Set<String> FAILURE = Set.of("templateName", "errorMessage");
  static final Set<String> OPEN = Set.of("ipAddress", "timestamp", "userAgent");
  static final Set<String> CLICK =
      Set.of("ipAddress", "timestamp", "userAgent", "link", "linkTags");
  static final Set<String> SUBSCRIPTION =
      Set.of("contactList", "timestamp", "source", "newTopicPreferences", "oldTopicPreferences");

  /// RFC 3464, 2.3.3.
  static final Set<String> DSN_ACTIONS =
      Set.of("failed", "delayed", "delivered", "relayed", "expanded");

  static final Set<String> BOUNCE_TYPES = Set.of("Permanent", "Transient", "Undetermined");
  static final Set<String> BOUNCE_SUB_TYPES =
      Set.of(
          "General",
          "NoEmail",
          "Suppressed",
          "OnAccountSuppressionList",
          "OnTenantSuppressionList",
          "EmailValidationSuppressed",
          "UnsubscribedRecipient",
          "MailboxFull",
          "MessageTooLarge",
          "ContentRejected",
          "AttachmentRejected",
          "CustomTimeoutExceeded",
          "Undetermined");
  static final Set<String> COMPLAINT_SUB_TYPES =
      Set.of("OnAccountSuppressionList", "OnTenantSuppressionList");
  static final Set<String> COMPLAINT_TYPES =
      Set.of("abuse", "auth-failure", "fraud", "not-spam", "other", "virus");

  private SesFields() {}
}
