package dev.postrider.cli.ops;

import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionStore;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Goes through a stack's suppression table, page by page, in no particular order.
final class SuppressionRows {
  private static final int PAGE = 1_000;

  private SuppressionRows() {}

  /// All that is known.
  static Stream<SuppressionStore.StoredFacts> known(SuppressionStore store) {
    return Stream.iterate(
            Optional.of(store.list(Optional.empty(), PAGE)),
            Optional::isPresent,
            page ->
                page.flatMap(SuppressionStore.Page::next)
                    .map(next -> store.list(Optional.of(next), PAGE)))
        .flatMap(page -> page.orElseThrow().entries().stream());
  }

  /// The suppressions that are in force.
  static Stream<SuppressionRow> inForce(StackConnection stack) {
    SuppressionPolicy policy = stack.deployment().suppressionPolicy();
    Instant now = stack.now();
    return known(stack.suppressions())
        .flatMap(
            entry ->
                policy.effective(entry.facts(), now).stream()
                    .map(s -> SuppressionRow.of(entry.key(), entry.facts(), s)));
  }
}
