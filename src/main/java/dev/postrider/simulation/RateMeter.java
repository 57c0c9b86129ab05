package dev.postrider.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/// Recipients in any window of one second.
final class RateMeter {
  private static final long SECOND = 1_000_000;

  private final Deque<OfferedCall> window = new ArrayDeque<>();
  private int inWindow;
  private int peak;
  private int largest;
  private long peakAt;

  private record OfferedCall(long at, int recipients) {}

  /// Counts a call at the present time.
  void offer(long now, int recipients) {
    while (!window.isEmpty() && window.getFirst().at() <= now - SECOND) {
      inWindow -= window.removeFirst().recipients();
    }
    window.addLast(new OfferedCall(now, recipients));
    inWindow += recipients;
    if (inWindow > peak) {
      peak = inWindow;
      peakAt = now;
    }
    largest = Math.max(largest, recipients);
  }

  int peak() {
    return peak;
  }

  /// When the busiest second ended.
  long peakAt() {
    return peakAt;
  }

  /// The most recipients of one call.
  int largest() {
    return largest;
  }
}
