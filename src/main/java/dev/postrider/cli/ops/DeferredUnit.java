package dev.postrider.cli.ops;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A unit that waits for a later try, as the dispatcher's last line about it says.
///
/// @param unit its key in the ledger
/// @param code of SES or another service; empty when there was none
/// @param nextTry when its copy comes out of the queue; the dispatcher may defer it again
/// @param since when it was enqueued, or due if that was later
record DeferredUnit(
    String unit, String stream, String reason, String code, Instant nextTry, Instant since) {

  /// From the fields of a line; empty when it is another outcome's.
  static Optional<DeferredUnit> of(Map<String, String> line) {
    if (!"DEFERRED".equals(line.get("outcome"))) {
      return Optional.empty();
    }
    try {
      Instant at = Instant.parse(line.getOrDefault("at", ""));
      double waited = Double.parseDouble(line.getOrDefault("waited", "0"));
      return Optional.of(
          new DeferredUnit(
              line.getOrDefault("unit", ""),
              line.getOrDefault("stream", ""),
              line.getOrDefault("reason", ""),
              line.getOrDefault("code", ""),
              Instant.parse(line.getOrDefault("nextTry", "")),
              at.minus(Duration.ofMillis((long) waited))));
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
