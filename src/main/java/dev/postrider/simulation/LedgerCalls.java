package dev.postrider.simulation;

import dev.postrider.ledger.Entry;
import dev.postrider.ledger.ProtocolStep;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One instance's way to the ledger's table: each conditional write is a call at a time of its own.
record LedgerCalls(World world, Instance instance) {

  /// Takes all steps of a request.
  ///
  /// @param giveUpAt in microseconds of the world
  /// @param met told when the table has met a write: whether the entry changed, and the next step
  /// @param answer of the request; empty when a call was given up, whether or not it took effect
  <A> void finish(
      ProtocolStep<A> step,
      long giveUpAt,
      BiConsumer<Boolean, ProtocolStep<A>> met,
      Consumer<Optional<A>> answer) {
    switch (step) {
      case ProtocolStep.Concluded<A>(A result) -> answer.accept(Optional.of(result));
      case ProtocolStep.Write<A> write ->
          world.ledgerTable.request(
              instance,
              giveUpAt,
              () -> {
                String key = write.write().key();
                Optional<Entry> before = world.ledger.entry(key);
                ProtocolStep<A> next = world.ledger.write(write);
                met.accept(!before.equals(world.ledger.entry(key)), next);
                return next;
              },
              next ->
                  next.ifPresentOrElse(
                      following -> finish(following, giveUpAt, met, answer),
                      () -> answer.accept(Optional.empty())));
    }
  }
}
