package dev.postrider.simulation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// How a count is spread over messages.
///
/// @param messages how many messages have each count
public record Spread(@JsonIgnore Map<Integer, Long> messages) {

  public Spread {
    messages = new TreeMap<>(messages);
  }

  static Spread of(Collection<Integer> counts) {
    Map<Integer, Long> messages = new TreeMap<>();
    counts.forEach(count -> messages.merge(count, 1L, Long::sum));
    return new Spread(messages);
  }

  /// Both together.
  Spread plus(Spread other) {
    Map<Integer, Long> all = new TreeMap<>(messages);
    other.messages.forEach((count, n) -> all.merge(count, n, Long::sum));
    return new Spread(all);
  }

  /// All counts together.
  @JsonProperty
  public long total() {
    return messages.entrySet().stream().mapToLong(e -> e.getKey() * e.getValue()).sum();
  }

  /// How many messages have a count of at least so much.
  public long atLeast(int count) {
    return messages.entrySet().stream()
        .filter(e -> e.getKey() >= count)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /// Half of the messages have no higher count.
  @JsonProperty
  public int median() {
    return percentile(50);
  }

  /// 99 % of the messages have no higher count.
  @JsonProperty
  public int p99() {
    return percentile(99);
  }

  /// The highest count.
  @JsonProperty
  public int most() {
    return percentile(100);
  }

  private int percentile(int percent) {
    long left = Math.ceilDiv(atLeast(0) * percent, 100);
    for (Map.Entry<Integer, Long> entry : messages.entrySet()) {
      left -= entry.getValue();
      if (left <= 0) {
        return entry.getKey();
      }
    }
    return 0;
  }
}
