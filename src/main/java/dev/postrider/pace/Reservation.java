package dev.postrider.pace;

import java.time.Duration;
import java.time.Instant;

/// The pacer's answer.
public sealed interface Reservation {

  /// A slot for `recipients` of the ones asked for.
  ///
  /// @param start when the first may be offered to SES
  /// @param ratePerSecond recipients a second within the slot
  record Granted(Instant start, double ratePerSecond, int recipients) implements Reservation {

    /// When a call may start that has so many recipients of the slot before it.
    public Instant slot(int recipientsBefore) {
      return start.plus(Gcra.span(recipientsBefore, ratePerSecond));
    }
  }

  /// No slot within the horizon.
  ///
  /// @param freeAt when the next slot is free
  record Later(Instant freeAt) implements Reservation {}

  /// The breaker is open: nothing may be sent.
  record Closed(String reason) implements Reservation {}

  /// The pace could not be read or written. Nothing may be sent.
  ///
  /// @param retryAfter when it is worth another try
  record Unavailable(String code, Duration retryAfter) implements Reservation {}
}
