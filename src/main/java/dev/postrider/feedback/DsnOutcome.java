package dev.postrider.feedback;

/// What a delivery status notification says of a recipient (RFC 3464, 2.3), as far as SES copies it
/// (decision 0101). The later constant is the more severe one.
enum DsnOutcome {
  /// It was delayed, delivered, relayed or expanded: whatever the bounce's type, nothing failed.
  NOT_FAILED,
  /// SES copied nothing: it did not come with one, as an out-of-office answer does not.
  NONE,
  /// It names an action that RFC 3464 does not know, and no permanent status: counted, whatever the
  /// bounce's type.
  FAILED_FOR_NOW,
  /// The delivery failed; for how long is the bounce's type to say.
  FAILED
}
