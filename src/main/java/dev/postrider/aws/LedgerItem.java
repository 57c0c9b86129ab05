package dev.postrider.aws;

import dev.postrider.ledger.Entry;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How the ledger's items are laid out. `state`, `fp` (fingerprint), `token`, `since` (epoch ms),
/// `attempts`, `resends`, `stream`, `createdAt`, `updatedAt` (epoch ms), `ses` (SES's message id),
/// `moreSes` (the ids of further sends), `reason`, `ttl` (epoch s), and the history of
/// [LedgerHistory], beside the key `id`.
final class LedgerItem {
  static final String ID = "id";
  static final String SES_MESSAGE_ID = "ses";
  static final String FURTHER_SES_IDS = "moreSes";

  private LedgerItem() {}

  static Entry entry(Map<String, AttributeValue> item) {
    return new Entry(
        required(item, ID).s(),
        State.valueOf(required(item, "state").s()),
        text(item, "fp"),
        text(item, "token"),
        instant(item, "since"),
        (int) number(item, "attempts"),
        (int) number(item, "resends"),
        text(item, SES_MESSAGE_ID),
        instant(item, "createdAt"),
        item.containsKey(FURTHER_SES_IDS)
            ? Set.copyOf(required(item, FURTHER_SES_IDS).ss())
            : Set.of(),
        UnitRecord.mostSevere(LedgerHistory.reports(item)));
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

  static @Nullable Instant instant(Map<String, AttributeValue> item, String name) {
    return item.containsKey(name) ? Instant.ofEpochMilli(number(item, name)) : null;
  }

  /// A number; 0 where there is none.
  static long number(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? 0 : Long.parseLong(value.n());
  }
}
