package dev.postrider.local.events;

/// What goes wrong with a call to the bus.
public enum BusFault {
  /// HTTP 500, and nothing is kept.
  INTERNAL_ERROR,
  /// HTTP 400 with ThrottlingException.
  THROTTLED,
  /// HTTP 400 with AccessDeniedException.
  DENIED,
  /// The connection is closed without an answer; nothing is kept.
  HANG_UP,
  /// Everything is kept, and then the connection is closed without an answer.
  KEEP_AND_HANG_UP,
  /// HTTP 200, with the first entry refused for now.
  FIRST_ENTRY_FAILS,
  /// HTTP 200, with every entry refused for good.
  ENTRIES_REFUSED
}
