package dev.postrider.ledger;

import java.util.Optional;
import java.util.function.Function;

/// A step of a claim, a settlement, an event's report or an operator's request: pure, so that
/// DynamoDB and the ledger in memory take the same steps (decision 0089). The table's adapter
/// carries out each write and says what it found.
///
/// @param <A> what the whole request is answered with
public sealed interface ProtocolStep<A> {

  /// The request is answered, without another write.
  record Concluded<A>(A answer) implements ProtocolStep<A> {}

  /// One conditional write is to be carried out.
  ///
  /// @param written the next step after it took effect, from the entry before it; empty when there
  ///     was none
  /// @param refused the next step when its condition did not hold, from the entry that stood in the
  ///     way; empty when there is none
  /// @param batched how it can share a call with other requests' writes; empty when it cannot
  record Write<A>(
      ConditionalWrite write,
      Function<Optional<Entry>, ProtocolStep<A>> written,
      Function<Optional<Entry>, ProtocolStep<A>> refused,
      Optional<Batched<A>> batched)
      implements ProtocolStep<A> {

    /// A write that has a call to itself.
    public Write(
        ConditionalWrite write,
        Function<Optional<Entry>, ProtocolStep<A>> written,
        Function<Optional<Entry>, ProtocolStep<A>> refused) {
      this(write, written, refused, Optional.empty());
    }
  }

  /// A write in a call that brings no entry back. Where it does not take effect, for whatever
  /// reason, nothing is learned, and the write itself is carried out in a call of its own.
  ///
  /// @param write the same change under a condition that implies the write's own
  /// @param answer to the request when it took effect
  record Batched<A>(ConditionalWrite write, A answer) {}

  /// Takes all steps, one after the other.
  ///
  /// @param writer carries out one write, and returns the step that follows it
  default A finish(Function<Write<A>, ProtocolStep<A>> writer) {
    ProtocolStep<A> step = this;
    while (step instanceof Write<A> write) {
      step = writer.apply(write);
    }
    return ((Concluded<A>) step).answer();
  }
}
