package dev.postrider.suppression;

import dev.postrider.suppression.Fact.Manual;
import dev.postrider.suppression.Fact.Marked;
import dev.postrider.suppression.Fact.SoftBounce;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Everything known of one address in one scope. A join-semilattice: adding facts in any order, any
/// number of times, ends in the same value (decision 0020). What follows from the facts is computed
/// when they are read, by [SuppressionPolicy].
///
/// @param marks the latest time of each mark
/// @param manual the operator's latest entry; null when there is none
/// @param softBounces the newest bounces, the oldest first
public record Facts(
    Map<Mark, Instant> marks, @Nullable Manual manual, NavigableSet<SoftBounce> softBounces) {

  /// Nothing is known.
  public static final Facts NONE = new Facts(Map.of(), null, new TreeSet<>());

  public Facts {
    marks = Map.copyOf(marks);
    softBounces = Collections.unmodifiableNavigableSet(new TreeSet<>(softBounces));
  }

  /// The latest time of a mark; empty when it was never set.
  public Optional<Instant> at(Mark mark) {
    return Optional.ofNullable(marks.get(mark));
  }

  /// These facts and one more.
  ///
  /// @param policy says how many soft bounces are kept
  public Facts with(Fact fact, SuppressionPolicy policy) {
    return switch (fact) {
      case Marked marked -> new Facts(withMark(marked), manual, softBounces);
      case Manual entry -> new Facts(marks, later(entry), softBounces);
      case SoftBounce bounce -> new Facts(marks, manual, withBounce(bounce, policy));
    };
  }

  private Map<Mark, Instant> withMark(Marked marked) {
    Map<Mark, Instant> all = new EnumMap<>(Mark.class);
    all.putAll(marks);
    all.merge(marked.mark(), marked.at(), (known, added) -> added.isAfter(known) ? added : known);
    return all;
  }

  private Manual later(Manual entry) {
    return manual != null && !entry.at().isAfter(manual.at()) ? manual : entry;
  }

  private NavigableSet<SoftBounce> withBounce(SoftBounce bounce, SuppressionPolicy policy) {
    NavigableSet<SoftBounce> all = new TreeSet<>(softBounces);
    all.add(bounce);
    all.removeAll(policy.surplus(all));
    return all;
  }
}
