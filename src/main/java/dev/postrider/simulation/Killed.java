package dev.postrider.simulation;

/// Ends every fiber of an instance that was killed. An Error, so that no code takes it for a failed
/// call.
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed() {
    super("the instance was killed", null, false, false);
  }
}
