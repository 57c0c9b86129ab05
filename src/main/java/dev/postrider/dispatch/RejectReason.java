package dev.postrider.dispatch;

/// Why a message went to the rejected queue: the attribute `postrider-reason`.
public enum RejectReason {
  /// It breaks a rule of the schema, a limit of SES, or one of [Lifetimes].
  MALFORMED,
  /// Its id belongs to a message with other content.
  ID_REUSED,
  /// SES refused it for good.
  SES_REFUSED
}
