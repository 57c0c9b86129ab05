package dev.postrider.suppression;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One thing learnt of an address. Adding it is idempotent and independent of order. Times are kept
/// in whole milliseconds.
public sealed interface SuppressionFact {

  /// When it happened, by the clock of whoever reported it, but never after it was reported.
  Instant at();

  /// A fact that is a time alone.
  record Marked(Mark mark, Instant at) implements SuppressionFact {
    public Marked {
      Objects.requireNonNull(mark, "mark");
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /// An operator's entry. A later one replaces an earlier one whole; of two at the same millisecond
  /// the one that was written first stays.
  ///
  /// @param until the first instant at which it no longer holds; null means never
  /// @param note the operator's reason; null when there is none
  record Manual(Instant at, @Nullable Instant until, @Nullable String note)
      implements SuppressionFact {
    public Manual {
      at = at.truncatedTo(ChronoUnit.MILLIS);
      until = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
    }

    boolean lastsAsLongAs(Manual other) {
      return until == null || (other.until != null && !other.until.isAfter(until));
    }

    boolean holdsAt(Instant now) {
      return until == null || now.isBefore(until);
    }
  }

  /// A bounce that may pass.
  ///
  /// @param feedbackId SES's id of the bounce: the same id is the same bounce, however often it is
  ///     reported
  /// @param deadDomain whether the address's domain has no mail server: such a bounce counts in a
  ///     window of its own too (decision 0102)
  record SoftBounce(Instant at, String feedbackId, boolean deadDomain)
      implements SuppressionFact, Comparable<SoftBounce> {
    private static final String DEAD_DOMAIN = "~domain|";
    private static final Comparator<SoftBounce> ORDER =
        Comparator.comparing(SoftBounce::at)
            .thenComparing(SoftBounce::feedbackId)
            .thenComparing(SoftBounce::deadDomain);

    public SoftBounce {
      at = at.truncatedTo(ChronoUnit.MILLIS);
      Objects.requireNonNull(feedbackId, "feedbackId");
    }

    /// A bounce that says nothing of the domain.
    public SoftBounce(Instant at, String feedbackId) {
      this(at, feedbackId, false);
    }

    /// `epoch milliseconds|feedbackId`, as it stands in the table; of a dead domain
    /// `epoch milliseconds|~domain|feedbackId`.
    public String text() {
      return at.toEpochMilli() + "|" + (deadDomain ? DEAD_DOMAIN : "") + feedbackId;
    }

    /// The bounce that [#text()] stands for.
    ///
    /// @throws IllegalArgumentException when it is not of that form
    public static SoftBounce parse(String text) {
      int bar = text.indexOf('|');
      if (bar < 0) {
        throw new IllegalArgumentException("a soft bounce is epochMilliseconds|feedbackId");
      }
      Instant at = Instant.ofEpochMilli(Long.parseLong(text.substring(0, bar)));
      String id = text.substring(bar + 1);
      return id.startsWith(DEAD_DOMAIN)
          ? new SoftBounce(at, id.substring(DEAD_DOMAIN.length()), true)
          : new SoftBounce(at, id);
    }

    /// The oldest first.
    @Override
    public int compareTo(SoftBounce other) {
      return ORDER.compare(this, other);
    }
  }
}
