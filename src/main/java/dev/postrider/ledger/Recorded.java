package dev.postrider.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/// All that the ledger holds of one unit, for people.
///
/// @param stream empty when an operator cancelled the unit before any claim
/// @param reason why the unit is where it is; empty when nothing needs saying
/// @param steps what was decided, in the order of the writes. Of the claims that were let go again
///     without a send only the first few are steps; the entry's attempts count them all
/// @param reports what SES's events said, in the order in which it happened; one that came after a
///     graver one of the same recipient is not kept
public record Recorded(
    Entry entry,
    String stream,
    String reason,
    Optional<Instant> createdAt,
    Optional<Instant> updatedAt,
    List<Step> steps,
    List<Report> reports) {
  public Recorded {
    steps = List.copyOf(steps);
    reports = List.copyOf(reports);
  }

  /// One decision on the unit.
  ///
  /// @param detail a code; empty when nothing needs saying
  public record Step(Instant at, State state, String detail) {}

  /// What became of one recipient.
  ///
  /// @param recipient its hash ([dev.postrider.email.RecipientHash])
  /// @param at when it happened, as SES says
  public record Report(String recipient, RecipientStatus status, Instant at) {}

  /// The gravest status of each recipient, by hash, as far as events have come.
  public Map<String, RecipientStatus> recipients() {
    return reports.stream()
        .collect(
            Collectors.toMap(
                Report::recipient,
                Report::status,
                BinaryOperator.maxBy(Comparator.comparingInt(RecipientStatus::rank))));
  }
}
