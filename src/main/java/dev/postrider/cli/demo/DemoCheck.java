package dev.postrider.cli.demo;

import dev.postrider.cli.demo.DemoMessage.Expected;
import dev.postrider.ledger.LedgerReader;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.Suppression;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionReason;
import dev.postrider.suppression.SuppressionStore;
import java.time.Instant;
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

  /// What the suppression table must hold, without end and for every stream, and nothing else.
  private static final Map<String, SuppressionReason> SUPPRESSED =
      Map.of(
          "bounce@simulator.amazonses.com", SuppressionReason.HARD_BOUNCE,
          "complaint@simulator.amazonses.com", SuppressionReason.COMPLAINT);

  /// Whether the suppression table is what it must be.
  static boolean suppressed(List<SuppressionStore.StoredFacts> entries, Instant now) {
    return entries.size() == SUPPRESSED.size()
        && entries.stream().allMatch(entry -> suppresses(entry, now));
  }

  /// Whether an entry of the suppression table is one that must be there, as it must be.
  static boolean suppresses(SuppressionStore.StoredFacts entry, Instant now) {
    Optional<Suppression> effective = SuppressionPolicy.DEFAULT.effective(entry.facts(), now);
    return entry.key().scope().equals(Scope.EVERYWHERE)
        && effective
            .map(Suppression::reason)
            .equals(Optional.ofNullable(SUPPRESSED.get(entry.key().address())))
        && effective.map(s -> s.expiresAt() == null).orElse(false);
  }

  /// A message of the rejected queue.
  ///
  /// @param body what the producer sent
  record Rejection(String body, String reason, String problems) {}

  /// What became of a message.
  ///
  /// @param became in a few words
  /// @param right whether that is what must become of it
  record DemoOutcome(String title, String became, boolean right) {}

  DemoOutcome outcome(DemoMessage message) {
    List<Observed> found = message.expected().stream().map(e -> found(e, message)).toList();
    Map<String, Long> counted =
        found.stream()
            .collect(
                Collectors.groupingBy(Observed::became, LinkedHashMap::new, Collectors.counting()));
    String became =
        counted.entrySet().stream()
            .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " × " + e.getKey())
            .collect(Collectors.joining(", "));
    return new DemoOutcome(message.title(), became, found.stream().allMatch(Observed::right));
  }

  /// Whether SES accepted nothing twice and nothing that must not be sent.
  boolean onlyOnce(Collection<DemoMessage> messages) {
    return accepted.values().stream().allMatch(times -> times == 1)
        && messages.stream().allMatch(message -> outcome(message).right());
  }

  private record Observed(String became, boolean right) {}

  private Observed found(Expected expected, DemoMessage message) {
    return switch (expected) {
      case Expected.ExpectedUnit unit -> unit(unit);
      case Expected.ExpectedRejection rejected ->
          rejections.stream()
              .filter(r -> r.body().equals(message.body()))
              .findFirst()
              .map(
                  r ->
                      new Observed(
                          "REJECTED " + r.reason(), r.reason().equals(rejected.reason().name())))
              .orElse(new Observed("nothing yet", false));
    };
  }

  private Observed unit(Expected.ExpectedUnit expected) {
    Optional<UnitRecord> recorded = ledger.find(expected.key());
    if (recorded.isEmpty()) {
      return new Observed("nothing yet", false);
    }
    UnitRecord unit = recorded.get();
    String statuses =
        unit.recipients().values().stream()
            .map(Enum::name)
            .sorted()
            .collect(Collectors.joining(" "));
    String became =
        (unit.entry().state() + " " + (statuses.isEmpty() ? unit.reason() : statuses)).strip();
    boolean status = expected.status().map(s -> unit.recipients().containsValue(s)).orElse(true);
    return new Observed(became, unit.entry().state() == expected.state() && status);
  }
}
