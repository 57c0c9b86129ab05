package dev.postrider.suppression;

/// What can be known of an address by a time alone. Of two times for the same mark the later one is
/// kept, so that the order and the number of writes do not matter.
public enum Mark {
  COMPLAINT,
  /// The recipient took "this is spam" back: complaints before this time count no more.
  COMPLAINT_LIFTED,
  HARD_BOUNCE,
  UNSUBSCRIBED,
  /// An operator removed the address: whatever is not later than this time counts no more.
  REMOVED
}
