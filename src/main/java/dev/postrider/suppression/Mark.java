package dev.postrider.suppression;

/// What can be known of an address by a time alone. Of two times for the same mark the later one is
/// kept, so that the order and the number of writes do not matter.
public enum Mark {
  COMPLAINT,
  /// The recipient took "this is spam" back: complaints before this time count no more.
  COMPLAINT_LIFTED,
  HARD_BOUNCE,
  UNSUBSCRIBED,
  /// An operator removed the address: whatever is not later than this time, that of the latest fact
  /// which the operator saw, counts no more.
  REMOVED,
  /// When that was, by the operator's clock: only for the comparison with SES's own list, whose
  /// times are not those of the facts here.
  REMOVED_BY_CLOCK
}
