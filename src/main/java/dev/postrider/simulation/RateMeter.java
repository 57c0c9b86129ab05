package dev.postrider.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/// Recipients in any window of one length.
final class RateMeter {
  private final long windowMicros;
  private final Deque<CountedCall> window = new ArrayDeque<>();
  private int inWindow;
  int peak;

  /// When the busiest window ended.
  long peakAt;

  /// The most recipients of one call.
  int largest;

  RateMeter(long windowMicros) {
    this.windowMicros = windowMicros;
  }

  private record CountedCall(long at, int recipients) {}

  /// Counts a call at the present time.
  void count(long now, int recipients) {
    window.addLast(new CountedCall(now, recipients));
    inWindow += recipients;
    largest = Math.max(largest, recipients);
    if (recipients(now) > peak) {
      peak = inWindow;
      peakAt = now;
    }
  }

  /// In the window that ends now.
  int recipients(long now) {
    while (!window.isEmpty() && window.getFirst().at() <= now - windowMicros) {
      inWindow -= window.removeFirst().recipients();
    }
    return inWindow;
  }
}
