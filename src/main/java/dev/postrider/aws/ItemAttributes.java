package dev.postrider.aws;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Writes and reads attributes of DynamoDB's items. An instant is a number, in epoch milliseconds.
final class ItemAttributes {
  private ItemAttributes() {}

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  static AttributeValue millis(Instant instant) {
    return number(instant.toEpochMilli());
  }

  /// An attribute without which an item is broken.
  static AttributeValue required(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new IllegalStateException("an item of the ledger has no attribute " + name);
    }
    return value;
  }

  static @Nullable String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? null : value.s();
  }

  static @Nullable Instant instant(Map<String, AttributeValue> item, String name) {
    return item.containsKey(name) ? Instant.ofEpochMilli(number(item, name)) : null;
  }

  /// A number; 0 where there is none.
  static long number(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? 0 : Long.parseLong(value.n());
  }
}
