package dev.postrider.aws;

import static dev.postrider.aws.ItemAttributes.instant;
import static dev.postrider.aws.ItemAttributes.number;
import static dev.postrider.aws.ItemAttributes.required;
import static dev.postrider.aws.ItemAttributes.text;

import dev.postrider.ledger.Entry;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How the ledger's items are laid out. `state`, `fp` (fingerprint), `token`, `since` (epoch ms),
/// `claims`, `resends`, `stream`, `createdAt`, `updatedAt` (epoch ms), `ses` (SES's message id),
/// `moreSes` (the ids of further sends), `reason`, `text` (of the last diagnostic), `nextTry`,
/// `ttl` (epoch s), and the history of [LedgerHistory], beside the key `id`.
final class LedgerItem {
  static final String ID = "id";
  static final String SES_MESSAGE_ID = "ses";
  static final String FURTHER_SES_IDS = "moreSes";
  static final String TEXT = "text";
  static final String NEXT_TRY = "nextTry";

  private LedgerItem() {}

  static Entry entry(Map<String, AttributeValue> item) {
    return new Entry(
        required(item, ID).s(),
        State.valueOf(required(item, "state").s()),
        text(item, "fp"),
        text(item, "token"),
        instant(item, "since"),
        (int) number(item, "claims"),
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
}
