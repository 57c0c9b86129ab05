package dev.postrider.feedback;

/// What is counted while notifications are handled. The names stand in the log.
public enum Count {
  SEND,
  DELIVERY,
  BOUNCE,
  COMPLAINT,
  REJECT,
  RENDERING_FAILURE,
  DELIVERY_DELAY,
  OPEN,
  CLICK,
  SUBSCRIPTION,
  /// SES tried the topic.
  TOPIC_CHECK,
  /// Events of a type that is not known yet.
  UNRECOGNISED,
  /// Facts written that suppress by themselves.
  SUPPRESSED,
  /// Soft bounces written; enough of them suppress.
  SOFT_BOUNCED,
  /// Complaints taken back.
  LIFTED,
  /// Reports written to the ledger.
  REPORTED,
  /// Events about mail that the dispatcher did not tag.
  UNTRACKED,
  /// Fields and values that are not known yet.
  UNFAMILIAR,
  /// Notifications that could not be understood.
  MALFORMED,
  /// Notifications that were not applied whole and must come again. MALFORMED ones are among them.
  FAILED
}
