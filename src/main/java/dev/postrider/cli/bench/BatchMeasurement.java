package dev.postrider.cli.bench;

import java.time.Duration;
import java.util.List;

/// What was measured of one kind of batch.
///
/// @param sesCalls SendEmail and SendBulkEmail together, a batch
/// @param dynamoDb a batch
/// @param sqs a batch, the event source's own calls not counted
/// @param walls of each batch, in the order in which they ran
record BatchMeasurement(
    String title, int units, double sesCalls, Usage dynamoDb, Usage sqs, List<Duration> walls) {

  BatchMeasurement {
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
