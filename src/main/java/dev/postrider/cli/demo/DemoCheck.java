package dev.postrider.cli.demo;

import dev.postrider.cli.demo.DemoMail.DemoMessage;
import dev.postrider.ledger.LedgerReader;
import dev.postrider.ledger.State;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionReason;
import dev.postrider.suppression.SuppressionStore;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Holds what became of a message against what must become of it.
///
/// @param ledger what the stack recorded
/// @param rejections the reasons of the rejected queue's messages, by their bodies
/// @param accepted how many messages SES accepted of each unit
record DemoCheck(
    LedgerReader ledger, Map<String, String> rejections, Map<String, Integer> accepted) {
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
    return entry.key().scope().equals(Scope.EVERYWHERE)
        && SuppressionPolicy.DEFAULT
            .effective(entry.facts(), now)
            .filter(s -> s.expiresAt() == null)
            .filter(s -> s.reason() == SUPPRESSED.get(entry.key().address()))
            .isPresent();
  }

  /// What became of a message, or of a unit of it.
  ///
  /// @param became in a few words
  /// @param right whether that is what must become of it
  record DemoOutcome(String became, boolean right) {
    private static final DemoOutcome NOTHING_YET = new DemoOutcome("nothing yet", false);
  }

  DemoOutcome outcome(DemoMessage message) {
    if (message.rejection() != null) {
      String reason = rejections.get(message.body());
      return reason == null
          ? DemoOutcome.NOTHING_YET
          : new DemoOutcome("REJECTED " + reason, reason.equals(message.rejection().name()));
    }
    List<DemoOutcome> units = message.units().stream().map(this::outcome).toList();
    Map<String, Long> counted =
        units.stream()
            .collect(
                Collectors.groupingBy(
                    DemoOutcome::became, LinkedHashMap::new, Collectors.counting()));
    return new DemoOutcome(
        counted.entrySet().stream()
            .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " × " + e.getKey())
            .collect(Collectors.joining(", ")),
        units.stream().allMatch(DemoOutcome::right));
  }

  private DemoOutcome outcome(DemoMail.ExpectedUnit expected) {
    return ledger
        .find(expected.key())
        .map(
            unit -> {
              String statuses =
                  unit.recipients().values().stream()
                      .map(Enum::name)
                      .sorted()
                      .collect(Collectors.joining(" "));
              State state = unit.entry().state();
              return new DemoOutcome(
                  (state + " " + (statuses.isEmpty() ? unit.reason() : statuses)).strip(),
                  state == expected.state()
                      && unit.recipients()
                          .values()
                          .containsAll(expected.status().stream().toList()));
            })
        .orElse(DemoOutcome.NOTHING_YET);
  }

  /// Whether SES accepted nothing twice and nothing that must not be sent.
  boolean onlyOnce(Collection<DemoMessage> messages) {
    return accepted.values().stream().allMatch(times -> times == 1)
        && messages.stream().allMatch(message -> outcome(message).right());
  }
}
