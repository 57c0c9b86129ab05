package dev.postrider.cli.bench;

import java.time.Duration;
import java.util.List;

/// What one kind of batch came to.
///
/// @param sesCalls SendEmail and SendBulkEmail together, a batch
/// @param dynamoDb a batch
/// @param sqs a batch, the event source's own calls not counted
/// @param walls of each batch, in the order in which they ran
record Measured(
    String title, int units, double sesCalls, Usage dynamoDb, Usage sqs, List<Duration> walls) {

  Measured {
    walls = List.copyOf(walls);
  }

  Duration median() {
    List<Duration> sorted = walls.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  Duration slowest() {
    return walls.stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
