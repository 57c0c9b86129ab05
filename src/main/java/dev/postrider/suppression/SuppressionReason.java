package dev.postrider.suppression;

/// Why an address is not mailed, the most severe first. When several hold, the most severe one is
/// named.
public enum SuppressionReason {
  /// The recipient called the mail spam. No expiry.
  COMPLAINT,
  /// The address does not exist. No expiry.
  HARD_BOUNCE,
  /// An operator's entry, with an expiry if the operator gave one.
  MANUAL,
  /// The recipient left the stream. No expiry.
  UNSUBSCRIBED,
  /// Several soft bounces in a short time. Expires ([SuppressionPolicy]).
  SOFT_BOUNCES
}
