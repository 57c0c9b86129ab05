package dev.postrider.suppression;

import dev.postrider.suppression.SuppressionFact.Manual;
import dev.postrider.suppression.SuppressionFact.Marked;
import dev.postrider.suppression.SuppressionFact.SoftBounce;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
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
  public Facts with(SuppressionFact fact, SuppressionPolicy policy) {
    return switch (fact) {
      case Marked marked -> new Facts(withMark(marked), manual, softBounces);
      case Manual entry -> new Facts(marks, later(entry), softBounces);
      case SoftBounce bounce -> new Facts(marks, manual, withBounce(bounce, policy));
    };
  }

  /// Whether an operator has removed what happened at a time.
  boolean removed(Instant at) {
    return at(Mark.REMOVED).filter(removal -> !at.isAfter(removal)).isPresent();
  }

  /// When the latest thing happened that can suppress; empty when nothing did. A removal of this
  /// time ends all that is known and nothing else, whatever anybody's clock says (decision 0027).
  public Optional<Instant> latest() {
    return Stream.of(
            Stream.of(Mark.COMPLAINT, Mark.HARD_BOUNCE, Mark.UNSUBSCRIBED)
                .flatMap(mark -> at(mark).stream()),
            Optional.ofNullable(manual).map(Manual::at).stream(),
            softBounces.stream().map(SoftBounce::at))
        .flatMap(times -> times)
        .max(Comparator.naturalOrder());
  }

  /// What an operator's removal of all that is known adds, in this order: until the last is written
  /// the address stays suppressed, so that a removal that was cut off is repeated whole.
  ///
  /// @param now by the operator's clock
  public List<Marked> removal(Instant now) {
    return latest().stream()
        .flatMap(
            latest ->
                Stream.of(new Marked(Mark.REMOVED_BY_CLOCK, now), new Marked(Mark.REMOVED, latest)))
        .toList();
  }

  /// An operator's entry of now, dated so that it replaces the earlier one and no removal hides it,
  /// if their clocks were ahead.
  public Manual entry(Instant now, @Nullable Instant until, @Nullable String note) {
    Instant at =
        Stream.concat(
                at(Mark.REMOVED).stream(), Optional.ofNullable(manual).map(Manual::at).stream())
            .map(known -> known.plusMillis(1))
            .filter(now::isBefore)
            .max(Comparator.naturalOrder())
            .orElse(now);
    return new Manual(at, until, note);
  }

  /// What is to be added so that an entry from elsewhere holds beside the operator's: the longer of
  /// the two stays. Empty when nothing is.
  public Optional<Manual> joined(Manual added) {
    if (removed(added.at())) {
      return Optional.empty();
    }
    if (manual == null || removed(manual.at())) {
      return Optional.of(added);
    }
    if (manual.lastsAsLongAs(added)) {
      return Optional.empty();
    }
    Instant next = manual.at().plusMillis(1);
    return Optional.of(
        new Manual(
            added.at().isAfter(next) ? added.at() : next,
            added.until(),
            added.note() == null ? manual.note() : added.note()));
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
