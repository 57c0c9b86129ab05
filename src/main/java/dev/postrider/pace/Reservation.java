package dev.postrider.pace;

import java.time.Duration;
import java.time.Instant;

/// The pacer's answer.
public sealed interface Reservation {

  /// A slot for `recipients` of the ones asked for.
  ///
  /// @param start when the first may be offered to SES
  /// @param ratePerSecond recipients a second within the slot
  record Reserved(Instant start, double ratePerSecond, int recipients) implements Reservation {

    /// When a call may start that has this number of the slot's recipients before it.
    public Instant slot(int recipientsBefore) {
      return start.plus(Gcra.span(recipientsBefore, ratePerSecond));
    }
  }

  /// No slot within the horizon.
  ///
  /// @param freeAt when the next slot is free
  record Later(Instant freeAt) implements Reservation {}

  /// The breaker is open: nothing may be sent.
  record BreakerOpen(String reason) implements Reservation {}

  /// The pace could not be read or written. Nothing may be sent.
  ///
  /// @param retryAfter when it is worth another try
  record PaceUnavailable(String code, Duration retryAfter) implements Reservation {}
}
