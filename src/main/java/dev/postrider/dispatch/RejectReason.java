package dev.postrider.dispatch;

/// Why a message went to the rejected queue: the attribute `postrider-reason`.
public enum RejectReason {
  /// It breaks a rule of the schema, a limit of SES, or one of [Lifetimes].
  MALFORMED(false),
  /// Its id belongs to a message with other content.
  ID_REUSED(false),
  /// SES refused it for good.
  SES_REFUSED(true),
  /// It waited too long for something that is set up wrongly.
  MISCONFIGURED(true);

  private final boolean ends;

  RejectReason(boolean ends) {
    this.ends = ends;
  }

  /// Whether the unit under its key ends so; otherwise the message is none of that unit's.
  boolean endsUnit() {
    return ends;
  }
}
