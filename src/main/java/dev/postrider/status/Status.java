package dev.postrider.status;

/// What became of a unit of mail, or of some of its recipients. The names are public: they stand in
/// `schema/status-v1.schema.json`.
public enum Status {
  /// It waits for something that is set up wrongly; told once, when it first does.
  DEFERRED,
  /// SES accepted the unit.
  SENT,
  /// Nobody in `to` may be mailed; nothing was sent.
  SUPPRESSED,
  /// It can never be sent: malformed, an id used again, or refused by SES, also after SES had
  /// accepted it.
  REJECTED,
  /// Its `expiresAt` passed before it could be sent.
  EXPIRED,
  /// Its outcome stayed unknown; an operator will send it again or cancel it.
  HELD,
  /// An operator ended it.
  CANCELLED,
  /// The recipients' servers took it.
  DELIVERED,
  /// It came back from these recipients: their addresses are dead and now suppressed, or forward to
  /// one that is dead.
  BOUNCED,
  /// It came back from these recipients, whose addresses may work another time.
  SOFT_BOUNCED,
  /// An out-of-office answer or the like came back.
  AUTO_REPLIED,
  /// One of these recipients reported it as spam.
  COMPLAINED,
  /// One of these recipients took such a report back.
  COMPLAINT_LIFTED,
  /// Someone opened it, or a program did.
  OPENED,
  /// Someone followed a link in it, or a program did.
  CLICKED;

  /// Whether nearly every unit comes to it, so that nobody need act.
  public boolean isRoutine() {
    return this == SENT || this == DELIVERED;
  }
}
