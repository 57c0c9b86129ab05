package dev.postrider.simulation;

import java.util.List;
import java.util.stream.Collectors;

/// The result of one run.
///
/// @param messages how many were enqueued
/// @param traceHash the same for the same seed, every time
/// @param trace the steps of the unit that the first violation names; empty unless they were kept
public record RunReport(
    long seed,
    int messages,
    long traceHash,
    Figures figures,
    List<Violation> violations,
    List<String> trace) {
  private static final int SHOWN = 10;

  public RunReport {
    violations = List.copyOf(violations);
    trace = List.copyOf(trace);
  }

  /// Whether every promise was kept.
  public boolean kept() {
    return violations.isEmpty();
  }

  /// What was found, how it came about, and how to see it again.
  public String explanation() {
    String found =
        violations.stream()
            .limit(SHOWN)
            .map(violation -> "  " + violation + "\n")
            .collect(Collectors.joining());
    String more =
        violations.size() > SHOWN ? "  and " + (violations.size() - SHOWN) + " more\n" : "";
    String steps = trace.stream().map(line -> "    " + line + "\n").collect(Collectors.joining());
    return "seed %d, %d messages, trace %016x\n%s%s%s  again: ./postrider simulate --seed %d --messages %d\n"
        .formatted(seed, messages, traceHash, found, more, steps, seed, messages);
  }
}
