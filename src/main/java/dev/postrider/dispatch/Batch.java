package dev.postrider.dispatch;

import java.time.Instant;
import java.util.List;

/// What one invocation has to do.
///
/// @param deadline when the invocation is cut off
public record Batch(Lane lane, List<Received> records, Instant deadline) {
  public Batch {
    records = List.copyOf(records);
  }

  /// The two queues: mail of bulk streams never stands in the way of other mail.
  public enum Lane {
    MAIL,
    BULK
  }
}
