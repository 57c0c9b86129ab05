package dev.postrider.cli.ops;

import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.UnitRecord;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a unit of mail has come to, for people: the ledger's state, or, once events have come, the
/// most severe of its recipients' statuses. In the order of severity, the least severe first. The
/// names are those of `State` and `RecipientStatus`; public, since they stand in the JSON.
enum UnitStatus {
  DELIVERED,
  SENT,
  /// Of a unit with several recipients too: one delivery is late, the others are done.
  DELAYED,
  PENDING,
  CLAIMED,
  UNKNOWN,
  CANCELLED,
  SUPPRESSED,
  EXPIRED,
  SOFT_BOUNCED,
  HELD,
  BOUNCED,
  REJECTED,
  COMPLAINED;

  static UnitStatus of(UnitRecord unit) {
    return unit.recipients().values().stream()
        .map(UnitStatus::of)
        .max(Comparator.naturalOrder())
        .orElseGet(() -> valueOf(unit.entry().state().name()));
  }

  static UnitStatus of(RecipientStatus recipient) {
    return valueOf(recipient.name());
  }

  /// How many there are of each, such as `3 DELIVERED, 1 BOUNCED`.
  static String counts(Stream<UnitStatus> statuses) {
    return statuses
        .collect(
            Collectors.groupingBy(
                status -> status, () -> new EnumMap<>(UnitStatus.class), Collectors.counting()))
        .entrySet()
        .stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }
}
