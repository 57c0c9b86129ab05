package dev.postrider.dispatch;

import dev.postrider.ledger.Settlement;
import java.time.Duration;
import java.util.Optional;

/// What is to become of a unit in this invocation, and so of the record that brought it.
sealed interface Fate {

  /// Nothing more to do: SQS may forget the record.
  record Ended() implements Fate {}

  /// A delayed copy comes back.
  record Parked(ParkReason reason, Duration delay) implements Fate {}

  /// A copy goes to the rejected queue; then the claim, if there is one, is settled.
  record Rejected(RejectReason reason, String detail, Optional<Settlement> afterwards)
      implements Fate {}

  /// A copy goes to the held queue; then the claim is settled.
  record Held(Settlement afterwards) implements Fate {}

  /// SQS redelivers the record as it is.
  record Returned() implements Fate {}
}
