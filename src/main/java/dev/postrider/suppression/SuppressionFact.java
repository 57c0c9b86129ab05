package dev.postrider.suppression;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
  record SoftBounce(Instant at, String feedbackId)
      implements SuppressionFact, Comparable<SoftBounce> {
    public SoftBounce {
      at = at.truncatedTo(ChronoUnit.MILLIS);
      Objects.requireNonNull(feedbackId, "feedbackId");
    }

    /// `epoch milliseconds|feedbackId`, as it stands in the table.
    public String text() {
      return at.toEpochMilli() + "|" + feedbackId;
    }

    /// The bounce that [#text()] stands for.
    ///
    /// @throws IllegalArgumentException when it is not of that form
    public static SoftBounce parse(String text) {
      int bar = text.indexOf('|');
      if (bar < 0) {
        throw new IllegalArgumentException("a soft bounce is epochMilliseconds|feedbackId");
      }
      return new SoftBounce(
          Instant.ofEpochMilli(Long.parseLong(text.substring(0, bar))), text.substring(bar + 1));
    }

    /// The oldest first.
    @Override
    public int compareTo(SoftBounce other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : feedbackId.compareTo(other.feedbackId);
    }
  }
}
