package dev.postrider.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What must hold of a unit's entry for a write to take effect.
public sealed interface Condition {

  /// Whether it holds of an entry.
  ///
  /// @param entry empty when there is none
  boolean holds(Optional<Entry> entry);

  /// There is no entry, or a claim of the same content was let go.
  record Claimable(String fingerprint) implements Condition {
    @Override
    public boolean holds(Optional<Entry> entry) {
      return entry.isEmpty()
          || (entry.get().state() == State.PENDING
              && fingerprint.equals(entry.get().fingerprint()));
    }
  }

  /// Nobody changed the entry since it was read.
  ///
  /// @param read empty when there was none
  record Unchanged(Optional<Entry> read) implements Condition {
    @Override
    public boolean holds(Optional<Entry> entry) {
      if (read.isEmpty() || entry.isEmpty()) {
        return read.isEmpty() && entry.isEmpty();
      }
      return same(read.get(), entry.get());
    }

    private static boolean same(Entry one, Entry other) {
      return one.state() == other.state()
          && Objects.equals(one.token(), other.token())
          && Objects.equals(one.fingerprint(), other.fingerprint());
    }
  }

  /// The claim still holds the unit, or its outcome is unknown.
  record ClaimedBy(String token) implements Condition {
    public static final Set<State> STATES = Set.of(State.CLAIMED, State.UNKNOWN);

    @Override
    public boolean holds(Optional<Entry> entry) {
      return entry.isPresent()
          && token.equals(entry.get().token())
          && STATES.contains(entry.get().state());
    }
  }

  /// SES is not known to have accepted the unit. There may be no entry.
  record NotAccepted() implements Condition {
    @Override
    public boolean holds(Optional<Entry> entry) {
      return entry.isEmpty() || entry.get().sesMessageId() == null;
    }
  }

  /// A claim made the entry before the event's mail was sent, and all of the event is news to it:
  /// that SES accepted the unit, or that each of these recipients fared worse than is known.
  ///
  /// @param madeBy the latest time at which the entry of that mail can have been made
  /// @param reports none for a Send event
  record Unreported(Instant madeBy, List<UnitRecord.RecipientReport> reports) implements Condition {
    public Unreported {
      reports = List.copyOf(reports);
    }

    @Override
    public boolean holds(Optional<Entry> entry) {
      return entry.isPresent() && entry.get().wasClaimedBy(madeBy) && isNews(entry.get());
    }

    private boolean isNews(Entry entry) {
      return reports.isEmpty()
          ? entry.sesMessageId() == null
          : reports.stream().allMatch(report -> isNews(report, entry));
    }

    /// Whether the recipient fared worse than is known.
    static boolean isNews(UnitRecord.RecipientReport report, Entry entry) {
      RecipientStatus known = entry.recipients().get(report.recipient());
      return known == null || known.rank() < report.status().rank();
    }
  }

  /// SES accepted the unit under another id, and this one is not recorded yet.
  record SentUnderOtherId(String sesMessageId) implements Condition {
    @Override
    public boolean holds(Optional<Entry> entry) {
      return entry.isPresent()
          && entry.get().sesMessageId() != null
          && !sesMessageId.equals(entry.get().sesMessageId())
          && !entry.get().furtherSesMessageIds().contains(sesMessageId);
    }
  }
}
