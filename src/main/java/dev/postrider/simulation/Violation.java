package dev.postrider.simulation;

/// A promise that a run broke.
///
/// @param promise 1 to 6, as docs/reliability.md counts them; 0 for a run that did not come to rest
/// @param key the unit or message that shows it; empty when none does
/// @param what what was found
public record Violation(int promise, String key, String what) {
  @Override
  public String toString() {
    return "promise " + promise + (key.isEmpty() ? "" : ", " + key) + ": " + what;
  }
}
