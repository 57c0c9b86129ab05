package dev.postrider.cli.ops;

import java.time.Instant;
import java.util.List;

/// The dispatcher's log, as far as it tells what waits. Nothing is received from a queue.
@FunctionalInterface
interface DispatchLog {

  /// Units whose last line says that they were deferred, and how much was read for that.
  ///
  /// @param lines that were looked at
  /// @param bytes of them
  /// @param partial whether there may be more units
  record LogScan(List<DeferredUnit> units, long lines, long bytes, boolean partial) {
    public LogScan {
      units = List.copyOf(units);
    }
  }

  /// Reads from an instant to now.
  LogScan scan(Instant from, Instant now);
}
