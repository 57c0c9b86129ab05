package dev.postrider.aws;

import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact.Manual;
import dev.postrider.suppression.SuppressionFact.SoftBounce;
import dev.postrider.suppression.SuppressionKey;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The items of the suppression table (`docs/feedback.md`): facts and nothing that follows from
/// them.
final class SuppressionItems {
  static final String ADDRESS = "address";
  static final String SCOPE = "scope";
  static final String MANUAL_AT = "manualAt";
  static final String MANUAL_UNTIL = "manualUntil";
  static final String NOTE = "note";
  static final String SOFT_BOUNCES = "softBounces";
  static final String TTL = "ttl";

  private SuppressionItems() {}

  static Map<String, AttributeValue> key(SuppressionKey key) {
    return Map.of(
        ADDRESS, AttributeValue.fromS(key.address()),
        SCOPE, AttributeValue.fromS(key.scope().text()));
  }

  static SuppressionKey key(Map<String, AttributeValue> item) {
    return new SuppressionKey(string(item, ADDRESS), scope(item));
  }

  static Scope scope(Map<String, AttributeValue> item) {
    return Scope.parse(string(item, SCOPE));
  }

  /// The attribute that holds a mark's time, in epoch milliseconds.
  static String attribute(Mark mark) {
    return switch (mark) {
      case COMPLAINT -> "complaintAt";
      case COMPLAINT_LIFTED -> "complaintLiftedAt";
      case HARD_BOUNCE -> "hardBounceAt";
      case UNSUBSCRIBED -> "unsubscribedAt";
      case REMOVED -> "removedAt";
      case REMOVED_BY_CLOCK -> "removedByClock";
    };
  }

  static AttributeValue millis(Instant instant) {
    return AttributeValue.fromN(Long.toString(instant.toEpochMilli()));
  }

  /// @throws RuntimeException when an attribute is not of its form
  static Facts facts(Map<String, AttributeValue> item) {
    Map<Mark, Instant> marks = new EnumMap<>(Mark.class);
    for (Mark mark : Mark.values()) {
      instant(item, attribute(mark)).ifPresent(at -> marks.put(mark, at));
    }
    return new Facts(marks, manual(item), softBounces(item.get(SOFT_BOUNCES)));
  }

  static NavigableSet<SoftBounce> softBounces(@Nullable AttributeValue set) {
    return set == null
        ? new TreeSet<>()
        : set.ss().stream().map(SoftBounce::parse).collect(Collectors.toCollection(TreeSet::new));
  }

  private static @Nullable Manual manual(Map<String, AttributeValue> item) {
    AttributeValue note = item.get(NOTE);
    return instant(item, MANUAL_AT)
        .map(
            at ->
                new Manual(
                    at, instant(item, MANUAL_UNTIL).orElse(null), note == null ? null : note.s()))
        .orElse(null);
  }

  private static Optional<Instant> instant(Map<String, AttributeValue> item, String attribute) {
    return Optional.ofNullable(item.get(attribute))
        .map(value -> Instant.ofEpochMilli(Long.parseLong(value.n())));
  }

  private static String string(Map<String, AttributeValue> item, String attribute) {
    AttributeValue value = item.get(attribute);
    return value == null ? "" : value.s();
  }
}
