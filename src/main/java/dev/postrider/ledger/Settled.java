package dev.postrider.ledger;

/// What became of a settlement.
public sealed interface Settled {

  /// The ledger says what the settlement says.
  record Confirmed() implements Settled {}

  /// Someone else moved the unit on, an SES event for one. Their state stands.
  record Overtaken(State state) implements Settled {}

  /// SES accepted the unit under two message ids: the one proof of a duplicate. The answer to one
  /// write for each further id, so that it can be counted; [Confirmed] when the id was known.
  record AcceptedTwice(String earlierSesMessageId) implements Settled {}

  /// The ledger could not be written. The claim's lease runs out and the unit is UNKNOWN then.
  ///
  /// @param code the service's error code
  record Unrecorded(String code) implements Settled {}
}
