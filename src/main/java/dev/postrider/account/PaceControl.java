package dev.postrider.account;

import dev.postrider.pace.PaceState;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// Changes the shared pace.
public interface PaceControl {

  /// Changes the shared state; a change that comes at the same time is not lost.
  ///
  /// @param change pure, and perhaps applied more than once; the same state back means that there
  ///     is nothing to do
  /// @return the state after it
  /// @throws RuntimeException when it could not be read or written
  PaceState change(UnaryOperator<PaceState> change, Instant now);
}
