package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.RecipientStatus;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What DynamoDB says of a failure may quote the request, and ends in the log and the dead letter.
class DeliveryLedgerFaultsTest {
  private static final Instant AT = Instant.parse("2026-11-24T00:00:00Z");

  @AutoClose private final ScriptedDynamoDb server = new ScriptedDynamoDb();

  @ParameterizedTest
  @CsvSource({"GetItem, false", "UpdateItem, true"})
  void aFailureIsNamedByItsCodeAlone(String operation, boolean delivered) {
    server.thenFails(400, "AccessDeniedException");
    var ledger = new DynamoDeliveryLedger(server.client(), "ledger");
    Map<String, RecipientStatus> recipients =
        delivered ? Map.of("W9zBRr9gdU5q", RecipientStatus.DELIVERED) : Map.of();
    DeliveryReport report = new DeliveryReport("order-1", "ses-1", AT, AT, recipients);

    assertThatThrownBy(() -> ledger.record(report))
        .isInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .hasMessageStartingWith(
            "DynamoDB %s failed: AccessDeniedException (status 400, request", operation)
        .hasMessageNotContaining("@");
  }
}
