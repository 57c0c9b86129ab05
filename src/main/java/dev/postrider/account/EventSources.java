package dev.postrider.account;

/// The switch between the queues and the dispatcher.
public interface EventSources {

  /// Makes sure that the queues are polled, or are not. Idempotent.
  ///
  /// @return whether anything had to be changed
  /// @throws RuntimeException when a switch could not be read or moved
  boolean ensurePolled(boolean polled);
}
