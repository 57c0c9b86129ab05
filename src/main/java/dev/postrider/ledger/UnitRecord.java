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
///     without a send only the first few are steps; the entry's claims count them all
/// @param reports what SES's events said, in the order in which it happened; one that came after a
///     more severe one of the same recipient is not kept. Their diagnostics have no text
/// @param text of the last [Diagnostic] that had one, the dispatcher's or an event's; empty when
///     none had, and since SES accepted the unit none of the dispatcher's
/// @param nextTry when the unit's copy comes back at the earliest; empty unless it waits for that
public record UnitRecord(
    Entry entry,
    String stream,
    String reason,
    Optional<Instant> updatedAt,
    List<HistoryStep> steps,
    List<RecipientReport> reports,
    String text,
    Optional<Instant> nextTry) {
  public UnitRecord {
    steps = List.copyOf(steps);
    reports = List.copyOf(reports);
  }

  /// One decision on the unit.
  ///
  /// @param detail a code; empty when nothing needs saying
  public record HistoryStep(Instant at, State state, String detail) {}

  /// What became of one recipient.
  ///
  /// @param recipient its hash ([dev.postrider.email.RecipientHash])
  /// @param at when it happened, as SES says
  /// @param diagnostic why
  public record RecipientReport(
      String recipient, RecipientStatus status, Instant at, Diagnostic diagnostic) {

    /// A report that does not say why.
    public RecipientReport(String recipient, RecipientStatus status, Instant at) {
      this(recipient, status, at, Diagnostic.NONE);
    }
  }

  /// When the entry was made; empty where neither a claim nor an operator did.
  public Optional<Instant> createdAt() {
    return Optional.ofNullable(entry.createdAt());
  }

  /// The most severe status of each recipient, by hash, as far as events have come.
  public Map<String, RecipientStatus> recipients() {
    return entry.recipients();
  }

  /// The most severe status of each recipient, by hash.
  public static Map<String, RecipientStatus> mostSevere(List<RecipientReport> reports) {
    return reports.stream()
        .collect(
            Collectors.toMap(
                RecipientReport::recipient,
                RecipientReport::status,
                BinaryOperator.maxBy(Comparator.comparingInt(RecipientStatus::rank))));
  }
}
