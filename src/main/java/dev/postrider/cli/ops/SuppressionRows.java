package dev.postrider.cli.ops;

import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionStore;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/// Walks over all suppressions that are in force.
record SuppressionRows(SuppressionStore store, SuppressionPolicy policy, Instant now) {
  private static final int PAGE = 1_000;

  /// Hands the rows over, in no order that means anything.
  ///
  /// @param go takes a row, and says whether to go on
  /// @return whether the walk came to the end
  boolean walk(Predicate<SuppressionRow> go) {
    Optional<String> next = Optional.empty();
    do {
      SuppressionStore.Page page = store.list(next, PAGE);
      for (SuppressionStore.StoredFacts entry : page.entries()) {
        Optional<SuppressionRow> row =
            policy
                .effective(entry.facts(), now)
                .map(s -> SuppressionRow.of(entry.key(), entry.facts(), s));
        if (row.isPresent() && !go.test(row.get())) {
          return false;
        }
      }
      next = page.next();
    } while (next.isPresent());
    return true;
  }
}
