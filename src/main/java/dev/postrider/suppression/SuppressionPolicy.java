package dev.postrider.suppression;

import dev.postrider.suppression.SuppressionFact.Manual;
import dev.postrider.suppression.SuppressionFact.SoftBounce;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What follows from facts. Pure.
///
/// Soft bounces count twice: all of them within the window that the stack sets, and those of dead
/// domains within sixty days too, where the third suppresses (decision 0102).
///
/// @param softBounceCount how many soft bounces suppress, 1–20
/// @param softBounceWindow within how long they must have come
/// @param softBounceSuppression for how long they suppress, from the last of them
public record SuppressionPolicy(
    int softBounceCount, Duration softBounceWindow, Duration softBounceSuppression) {

  /// Three in seven days suppress for fourteen.
  public static final SuppressionPolicy DEFAULT =
      new SuppressionPolicy(3, Duration.ofDays(7), Duration.ofDays(14));

  private static final int DEAD_DOMAIN_COUNT = 3;
  private static final Duration DEAD_DOMAIN_WINDOW = Duration.ofDays(60);

  public SuppressionPolicy {
    if (softBounceCount < 1 || softBounceCount > 20) {
      throw new IllegalArgumentException(
          "soft bounce count " + softBounceCount + ": allowed is 1 to 20");
    }
    requirePositive("soft bounce window", softBounceWindow);
    requirePositive("soft bounce suppression", softBounceSuppression);
  }

  private static void requirePositive(String name, Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(name + " " + duration + ": must be positive");
    }
  }

  /// The most severe suppression that is in force.
  public Optional<Suppression> effective(Facts facts, Instant now) {
    return Stream.of(
            complaint(facts),
            mark(facts, Mark.HARD_BOUNCE, SuppressionReason.HARD_BOUNCE),
            manual(facts, now),
            mark(facts, Mark.UNSUBSCRIBED, SuppressionReason.UNSUBSCRIBED),
            softBounces(facts, now))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// Until when soft bounces need to be kept: after this time none of them can suppress, not even
  /// together with later ones.
  public Instant keepUntil(SoftBounce bounce) {
    boolean longer = bounce.deadDomain() && DEAD_DOMAIN_WINDOW.compareTo(softBounceWindow) > 0;
    return bounce
        .at()
        .plus(longer ? DEAD_DOMAIN_WINDOW : softBounceWindow)
        .plus(softBounceSuppression);
  }

  /// The oldest of too many soft bounces, which need not be kept. The newest
  /// `count × (⌊suppression ÷ window⌋ + 3)` decide alone: if no run of `count` among them lies
  /// within a window, they reach back further than a suppression lasts, and whatever is older has
  /// expired. Of dead domains the newest by their own window are kept as well. Keeping the newest
  /// of a union is idempotent and independent of order.
  public NavigableSet<SoftBounce> surplus(NavigableSet<SoftBounce> bounces) {
    NavigableSet<SoftBounce> surplus = new TreeSet<>(bounces);
    newest(bounces.stream(), softBouncesKept()).forEach(surplus::remove);
    newest(
            bounces.stream().filter(SoftBounce::deadDomain),
            kept(DEAD_DOMAIN_COUNT, DEAD_DOMAIN_WINDOW))
        .forEach(surplus::remove);
    return surplus;
  }

  private static Stream<SoftBounce> newest(Stream<SoftBounce> bounces, int count) {
    return bounces.sorted(Comparator.reverseOrder()).limit(count);
  }

  int softBouncesKept() {
    return kept(softBounceCount, softBounceWindow);
  }

  private int kept(int count, Duration window) {
    return (int) Math.min(1_000, count * (softBounceSuppression.dividedBy(window) + 3));
  }

  private static Optional<Suppression> complaint(Facts facts) {
    Optional<Instant> lifted = facts.at(Mark.COMPLAINT_LIFTED);
    return mark(facts, Mark.COMPLAINT, SuppressionReason.COMPLAINT)
        .filter(complaint -> lifted.isEmpty() || !complaint.since().isBefore(lifted.get()));
  }

  private static Optional<Suppression> mark(Facts facts, Mark mark, SuppressionReason reason) {
    return facts
        .at(mark)
        .filter(at -> !facts.removed(at))
        .map(at -> new Suppression(reason, at, null));
  }

  private static Optional<Suppression> manual(Facts facts, Instant now) {
    Manual entry = facts.manual();
    return Optional.ofNullable(entry)
        .filter(manual -> !facts.removed(manual.at()) && manual.holdsAt(now))
        .map(manual -> new Suppression(SuppressionReason.MANUAL, manual.at(), manual.until()));
  }

  /// The latest bounce that completes a run of either kind, if its suppression has not ended.
  private Optional<Suppression> softBounces(Facts facts, Instant now) {
    return Stream.of(
            run(distinctBounces(facts, bounce -> true), softBounceCount, softBounceWindow),
            run(
                distinctBounces(facts, SoftBounce::deadDomain),
                DEAD_DOMAIN_COUNT,
                DEAD_DOMAIN_WINDOW))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder())
        .map(
            since ->
                new Suppression(
                    SuppressionReason.SOFT_BOUNCES, since, since.plus(softBounceSuppression)))
        .filter(suppression -> now.isBefore(suppression.since().plus(softBounceSuppression)));
  }

  /// When the latest run of `count` bounces within the window was complete.
  private static Optional<Instant> run(List<Instant> times, int count, Duration window) {
    for (int last = times.size() - 1; last >= count - 1; last--) {
      Instant first = times.get(last - (count - 1));
      if (Duration.between(first, times.get(last)).compareTo(window) <= 0) {
        return Optional.of(times.get(last));
      }
    }
    return Optional.empty();
  }

  /// The time of each bounce, the oldest first; a bounce reported with two times counts once, by
  /// the earlier.
  private static List<Instant> distinctBounces(Facts facts, Predicate<SoftBounce> counts) {
    Set<String> seen = new HashSet<>();
    List<Instant> times = new ArrayList<>();
    for (SoftBounce bounce : facts.softBounces()) {
      if (counts.test(bounce) && seen.add(bounce.feedbackId()) && !facts.removed(bounce.at())) {
        times.add(bounce.at());
      }
    }
    return times;
  }
}
