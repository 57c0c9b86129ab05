package dev.postrider.ledger;

import java.time.Instant;

/// The ledger's answer to a claim.
public sealed interface Claim {

  /// The unit is ours alone until the lease ends.
  ///
  /// @param claim 1 for the first claim of this unit
  /// @param resend whether an earlier outcome stayed unknown, so that a second copy is possible
  record Granted(int claim, boolean resend) implements Claim {}

  /// A duplicate: the unit has already ended. The copy is acknowledged.
  record EndedBefore(State state) implements Claim {}

  /// Another invocation holds the unit. The copy comes back after its lease.
  record Busy(Instant leaseUntil) implements Claim {}

  /// The outcome of an earlier send is not known yet. The copy comes back when it can be decided.
  record Unsettled(Instant decidableAt) implements Claim {}

  /// The outcome stayed unknown and the stream's policy is to hold.
  ///
  /// @param token of the claim whose outcome is unknown, to be named in the settlement
  record Hold(String token) implements Claim {}

  /// The id belongs to a message with other content: ID_REUSED.
  record IdReused() implements Claim {}

  /// The ledger could not be written, as far as is known: a write whose answer was lost may have
  /// taken effect. Nothing is sent, and a delayed copy comes back.
  ///
  /// @param code the service's error code
  record Unwritten(String code) implements Claim {}

  /// The unit's entry cannot be read. SQS redelivers the record, until it is a dead letter.
  ///
  /// @param code what is wrong with it
  record EntryUnreadable(String code) implements Claim {}
}
