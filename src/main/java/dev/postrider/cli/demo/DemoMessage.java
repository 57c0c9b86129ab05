package dev.postrider.cli.demo;

import dev.postrider.dispatch.RejectReason;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One message of the demonstration, and what must become of it.
///
/// @param title what it shows
/// @param body what is put on the queue
/// @param units how its units must end, in their order; empty for one that must be rejected
/// @param rejection why it must be in the rejected queue; null for one that must not
record DemoMessage(
    String title, String body, List<ExpectedUnit> units, @Nullable RejectReason rejection) {
  DemoMessage {
    units = List.copyOf(units);
  }

  /// How a unit must end.
  ///
  /// @param status of its only recipient; empty when no event is awaited
  record ExpectedUnit(String key, State state, Optional<RecipientStatus> status) {}

  static DemoMessage sent(String title, String key, String body, RecipientStatus status) {
    return new DemoMessage(
        title, body, List.of(new ExpectedUnit(key, State.SENT, Optional.of(status))), null);
  }

  static DemoMessage ended(String title, String key, String body, State state) {
    return new DemoMessage(
        title, body, List.of(new ExpectedUnit(key, state, Optional.empty())), null);
  }

  static DemoMessage rejected(String title, String body, RejectReason reason) {
    return new DemoMessage(title, body, List.of(), reason);
  }
}
