package dev.postrider.aws;

import dev.postrider.ledger.Entry;
import dev.postrider.ledger.State;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How the ledger's items are laid out. `state`, `fp` (fingerprint), `token`, `since` (epoch ms),
/// `attempts`, `resends`, `stream`, `createdAt`, `updatedAt` (epoch ms), `ses` (SES's message id),
/// `moreSes` (further ids, [SecondSends]), `reason`, `ttl` (epoch s), and the history of
/// [LedgerSteps], beside the key `id`.
final class LedgerItem {
  static final String ID = "id";
  static final String SES_MESSAGE_ID = "ses";

  private LedgerItem() {}

  static Entry entry(Map<String, AttributeValue> item) {
    return new Entry(
        required(item, ID).s(),
        State.valueOf(required(item, "state").s()),
        text(item, "fp"),
        text(item, "token"),
        item.containsKey("since") ? Instant.ofEpochMilli(number(item, "since")) : null,
        (int) number(item, "attempts"),
        (int) number(item, "resends"),
        text(item, SES_MESSAGE_ID));
  }

  static Map<String, AttributeValue> key(String id) {
    return Map.of(ID, AttributeValue.fromS(id));
  }

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

  /// A number; 0 where there is none.
  static long number(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? 0 : Long.parseLong(value.n());
  }
}
