package dev.postrider.feedback;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/// Reads SES's timestamps.
final class Timestamps {
  /// `2026-11-24T00:00:00.000Z`, and in one of SES's samples `2018-10-08T14:05:45 +0000`.
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[ ][XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  private Timestamps() {}

  /// Empty when it is not a timestamp. Without an offset, UTC is meant.
  static Optional<Instant> parse(String text) {
    try {
      TemporalAccessor parsed =
          TIMESTAMP.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from);
      return Optional.of(
          parsed instanceof OffsetDateTime withOffset
              ? withOffset.toInstant()
              : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
