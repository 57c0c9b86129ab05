package dev.postrider.cli.bench;

/// What must have been done, and what a stand-in saw: a fast path that leaves work out is not a
/// fast path.
///
/// @param counted by the stand-in, not by what was measured
public record CountCheck(String what, long expected, long counted) {
  /// Whether all of it was done, and no more.
  public boolean holds() {
    return expected == counted;
  }

  String line() {
    return "%s %s: %d expected, %d counted%n"
        .formatted(holds() ? "ok    " : "FAILED", what, expected, counted);
  }
}
