package dev.postrider.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What happened, in order. Its hash tells whether two runs were the same; the lines are kept only
/// when somebody wants to read them.
final class Trace {
  private static final int LONGEST = 200;
  private static final long PRIME = 0x100000001b3L;

  private final LongSupplier now;
  private final boolean kept;
  private final List<TracedStep> lines = new ArrayList<>();
  private long hash = 0xcbf29ce484222325L;

  /// @param kept whether the lines are wanted
  Trace(LongSupplier now, boolean kept) {
    this.now = now;
    this.kept = kept;
  }

  private record TracedStep(long at, String who, String what, String key, String detail) {
    @Override
    public String toString() {
      Duration time = Duration.ofNanos(at * 1_000);
      return String.format(
              Locale.ROOT,
              "%02d:%02d:%02d.%06d  %-6s %-18s %-14s %s",
              time.toHours(),
              time.toMinutesPart(),
              time.toSecondsPart(),
              time.toNanosPart() / 1_000,
              who,
              what,
              key,
              detail)
          .stripTrailing();
    }
  }

  /// Notes a step.
  ///
  /// @param key the unit or message that it is about; empty when it is about none
  void note(String who, String what, String key, String detail) {
    long at = now.getAsLong();
    hash = (hash ^ at) * PRIME;
    for (String part : List.of(who, what, key, detail)) {
      hash = (hash ^ part.hashCode()) * PRIME;
    }
    if (kept) {
      lines.add(new TracedStep(at, who, what, key, detail));
    }
  }

  long hash() {
    return hash;
  }

  /// The steps of one unit, of its message, and the ends of the instances that touched it.
  List<String> of(String key) {
    String message = key.replaceFirst("#.*", "");
    Predicate<TracedStep> about = line -> line.key().equals(key) || line.key().equals(message);
    Set<String> instances =
        lines.stream().filter(about).map(TracedStep::who).collect(Collectors.toSet());
    return shown(about.or(line -> line.key().isEmpty() && instances.contains(line.who())));
  }

  /// All steps within the second that ends at a time.
  List<String> secondBefore(long micros) {
    return shown(line -> line.at() > micros - 1_000_000 && line.at() <= micros);
  }

  private List<String> shown(Predicate<TracedStep> wanted) {
    List<String> found = lines.stream().filter(wanted).map(TracedStep::toString).toList();
    if (found.size() <= LONGEST) {
      return found;
    }
    List<String> ends = new ArrayList<>(found.subList(0, LONGEST / 2));
    ends.add("… " + (found.size() - LONGEST) + " more …");
    ends.addAll(found.subList(found.size() - LONGEST / 2, found.size()));
    return ends;
  }
}
