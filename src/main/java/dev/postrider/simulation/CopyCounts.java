package dev.postrider.simulation;

import dev.postrider.dispatch.DeferReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The copies that the queues took in: how many of each message, and how often in a row it came
/// back to the dispatcher. Only why a copy was made is the dispatcher's own word.
final class CopyCounts {
  /// What stands for all reasons together.
  static final String ALL = "ALL";

  private final Map<String, Map<String, Integer>> hopsBefore = new HashMap<>();
  private final Map<String, Map<String, Integer>> copies = new HashMap<>();
  private final Map<String, Map<String, Integer>> hops = new HashMap<>();

  /// A copy came to a queue.
  ///
  /// @param original what SQS called the message whose copy it is
  /// @param copy what SQS calls the copy
  /// @param id the mail's
  void placed(String original, String copy, String id, @Nullable DeferReason reason) {
    Map<String, Integer> row = new HashMap<>(hopsBefore.getOrDefault(original, Map.of()));
    for (String name : List.of(ALL, String.valueOf(reason))) {
      int inARow = row.merge(name, 1, Integer::sum);
      copies.computeIfAbsent(name, n -> new HashMap<>()).merge(id, 1, Integer::sum);
      hops.computeIfAbsent(name, n -> new HashMap<>()).merge(id, inARow, Math::max);
    }
    hopsBefore.put(copy, row);
  }

  /// How many copies the messages had that had any, by reason.
  Map<String, Spread> copies() {
    return spreads(copies);
  }

  /// How often such a message came back in a row, by reason.
  Map<String, Spread> hops() {
    return spreads(hops);
  }

  private static Map<String, Spread> spreads(Map<String, Map<String, Integer>> counts) {
    Map<String, Spread> spreads = new TreeMap<>();
    counts.forEach((reason, byId) -> spreads.put(reason, Spread.of(byId.values())));
    return spreads;
  }
}
