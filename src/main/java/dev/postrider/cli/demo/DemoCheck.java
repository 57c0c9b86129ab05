package dev.postrider.cli.demo;

import dev.postrider.cli.demo.DemoMessage.Expected;
import dev.postrider.ledger.LedgerReader;
import dev.postrider.ledger.Recorded;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Holds what became of a message against what must become of it.
///
/// @param ledger what the stack recorded
/// @param rejections the rejected queue's messages
/// @param accepted how many messages SES accepted of each unit
record DemoCheck(LedgerReader ledger, List<Rejection> rejections, Map<String, Integer> accepted) {

  /// A message of the rejected queue.
  ///
  /// @param body what the producer sent
  record Rejection(String body, String reason, String problems) {}

  /// What became of a message.
  ///
  /// @param became in a few words
  /// @param right whether that is what must become of it
  record Row(String title, String became, boolean right) {}

  Row row(DemoMessage message) {
    List<Found> found = message.expected().stream().map(e -> found(e, message)).toList();
    Map<String, Long> counted =
        found.stream()
            .collect(
                Collectors.groupingBy(Found::became, LinkedHashMap::new, Collectors.counting()));
    String became =
        counted.entrySet().stream()
            .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " × " + e.getKey())
            .collect(Collectors.joining(", "));
    return new Row(message.title(), became, found.stream().allMatch(Found::right));
  }

  /// Whether SES accepted nothing twice and nothing that must not be sent.
  boolean onlyOnce(Collection<DemoMessage> messages) {
    return accepted.values().stream().allMatch(times -> times == 1)
        && messages.stream().allMatch(message -> row(message).right());
  }

  private record Found(String became, boolean right) {}

  private Found found(Expected expected, DemoMessage message) {
    return switch (expected) {
      case Expected.Unit unit -> unit(unit);
      case Expected.Rejected rejected ->
          rejections.stream()
              .filter(r -> r.body().equals(message.body()))
              .findFirst()
              .map(
                  r ->
                      new Found(
                          "REJECTED " + r.reason(), r.reason().equals(rejected.reason().name())))
              .orElse(new Found("nothing yet", false));
    };
  }

  private Found unit(Expected.Unit expected) {
    Optional<Recorded> recorded = ledger.find(expected.key());
    if (recorded.isEmpty()) {
      return new Found("nothing yet", false);
    }
    Recorded unit = recorded.get();
    String statuses =
        unit.recipients().values().stream()
            .map(Enum::name)
            .sorted()
            .collect(Collectors.joining(" "));
    String became =
        (unit.entry().state() + " " + (statuses.isEmpty() ? unit.reason() : statuses)).strip();
    boolean status = expected.status().map(s -> unit.recipients().containsValue(s)).orElse(true);
    return new Found(became, unit.entry().state() == expected.state() && status);
  }
}
