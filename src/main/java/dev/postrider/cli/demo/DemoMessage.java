package dev.postrider.cli.demo;

import dev.postrider.dispatch.RejectReason;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import java.util.List;
import java.util.Optional;

/// One message of the demonstration, and what must become of it.
///
/// @param title what it shows
/// @param body what is put on the queue
/// @param expected in the order of its units
record DemoMessage(String title, String body, List<Expected> expected) {
  DemoMessage {
    expected = List.copyOf(expected);
  }

  /// What must become of a message.
  sealed interface Expected {

    /// A unit ends in a state.
    ///
    /// @param status of its only recipient; empty when no event is awaited
    record ExpectedUnit(String key, State state, Optional<RecipientStatus> status)
        implements Expected {}

    /// The message is in the rejected queue.
    record ExpectedRejection(String id, RejectReason reason) implements Expected {}
  }

  static Expected sent(String key, RecipientStatus status) {
    return new Expected.ExpectedUnit(key, State.SENT, Optional.of(status));
  }

  static Expected ended(String key, State state) {
    return new Expected.ExpectedUnit(key, state, Optional.empty());
  }

  static Expected rejected(String id, RejectReason reason) {
    return new Expected.ExpectedRejection(id, reason);
  }
}
