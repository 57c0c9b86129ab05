package dev.postrider.aws;

import static dev.postrider.aws.ItemAttributes.instant;
import static dev.postrider.aws.ItemAttributes.text;

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
import java.util.Objects;
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
    return new SuppressionKey(keyText(item, ADDRESS), scope(item));
  }

  static Scope scope(Map<String, AttributeValue> item) {
    return new Scope(keyText(item, SCOPE));
  }

  private static String keyText(Map<String, AttributeValue> item, String attribute) {
    return Objects.requireNonNullElse(text(item, attribute), "");
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

  /// @throws RuntimeException when an attribute is not of its form
  static Facts facts(Map<String, AttributeValue> item) {
    Map<Mark, Instant> marks = new EnumMap<>(Mark.class);
    for (Mark mark : Mark.values()) {
      Instant at = instant(item, attribute(mark));
      if (at != null) {
        marks.put(mark, at);
      }
    }
    return new Facts(marks, manual(item), softBounces(item.get(SOFT_BOUNCES)));
  }

  static NavigableSet<SoftBounce> softBounces(@Nullable AttributeValue set) {
    return set == null
        ? new TreeSet<>()
        : set.ss().stream().map(SoftBounce::parse).collect(Collectors.toCollection(TreeSet::new));
  }

  private static @Nullable Manual manual(Map<String, AttributeValue> item) {
    Instant at = instant(item, MANUAL_AT);
    return at == null ? null : new Manual(at, instant(item, MANUAL_UNTIL), text(item, NOTE));
  }
}
