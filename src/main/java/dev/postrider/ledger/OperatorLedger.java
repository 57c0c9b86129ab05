package dev.postrider.ledger;

import java.time.Instant;
import java.util.List;

/// The operator's side of the ledger. Nothing here can make a unit be sent twice: it becomes free
/// only from a state in which an operator may decide, by one conditional write.
public interface OperatorLedger {

  /// Lets the dispatcher claim units that wait for an operator.
  ///
  /// @param units distinct
  /// @param from the state that the operator decides about, HELD or REJECTED
  /// @return in the order of the units
  /// @throws RuntimeException when the ledger could not be read or written; what was freed stays
  ///     free, and the same call can be repeated
  List<Intervention> free(List<UnitOfMail> units, State from, Instant now);

  /// Ends units without a send, whether the ledger knows them or not.
  ///
  /// @param keys distinct
  /// @return in the order of the keys
  /// @throws RuntimeException when the ledger could not be read or written
  List<Intervention> cancel(List<String> keys, Instant now);

  /// A unit as a copy of its message names it.
  ///
  /// @param fingerprint of the message's content
  record UnitOfMail(String key, String fingerprint) {}
}
