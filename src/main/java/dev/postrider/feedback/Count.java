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
  /// Recipients whose addresses are dead, or count as dead.
  HARD_BOUNCE,
  /// Recipients whose addresses may work another time.
  SOFT_BOUNCE,
  /// Recipients whose servers refused the mail for its content or size.
  CONTENT_BOUNCE,
  /// Recipients who sent an out-of-office answer or the like.
  AUTO_REPLY,
  /// Recipients of a bounce whose delivery has not failed.
  NOT_FAILED,
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
  /// Messages of SES's beyond the first of their unit, once each.
  SENT_TWICE,
  /// Events about mail that the dispatcher did not tag.
  UNTRACKED,
  /// Events that name somebody to whom their mail did not go, or nobody.
  STRANGER,
  /// Events about units that the ledger does not know, or has known only since.
  UNKNOWN_UNIT,
  /// Fields and values that are not known yet.
  UNFAMILIAR,
  /// Notifications that could not be understood.
  MALFORMED,
  /// Notifications that were not applied whole and must come again. MALFORMED ones are among them.
  FAILED
}
