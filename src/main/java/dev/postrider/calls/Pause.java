package dev.postrider.calls;

import java.time.Instant;

/// Waits. A port, so that hours of back-off take no time in a test.
public interface Pause {

  /// Returns at the instant, or at once when it has passed.
  void until(Instant instant);
}
