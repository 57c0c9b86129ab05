package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `sendAt` and `expiresAt`.
final class ScheduleReader {
  private static final String FORM =
      "an instant with its offset (RFC 3339), such as 2026-11-24T09:00:00Z or"
          + " 2026-11-24T18:00:00+09:00";

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})");

  private ScheduleReader() {}

  /// Not before, not after; what is absent does not bound.
  record Schedule(Optional<Instant> sendAt, Optional<Instant> expiresAt) {}

  static Schedule read(Node message) {
    Optional<Instant> sendAt = message.text("sendAt", ScheduleReader::instant);
    Optional<Instant> expiresAt = message.text("expiresAt", ScheduleReader::instant);
    if (sendAt.isPresent() && expiresAt.isPresent() && !expiresAt.get().isAfter(sendAt.get())) {
      message.problem("expiresAt", "an instant not after sendAt", "an instant after sendAt");
    }
    return new Schedule(sendAt, expiresAt);
  }

  private static Checked<Instant> instant(String text) {
    if (!RFC_3339.matcher(text).matches()) {
      return new Flaw<>(FoundValue.text(text), FORM);
    }
    try {
      return new Good<>(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return new Flaw<>("a date or time that does not exist", FORM);
    }
  }
}
