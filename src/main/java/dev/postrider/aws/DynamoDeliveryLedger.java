package dev.postrider.aws;

import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.ReportProtocol;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The feedback side of the ledger in DynamoDB: one conditional update for an event. One that was
/// known in part costs a second write, and one of a second send one more, once.
public final class DynamoDeliveryLedger implements DeliveryLedger {
  private final LedgerTable table;

  public DynamoDeliveryLedger(DynamoDbClient client, String table) {
    // An event makes no item, and leaves the lifetime of one alone.
    this.table = new LedgerTable(client, table, Duration.ZERO);
  }

  @Override
  public ReportOutcome record(DeliveryReport report) {
    return table.finish(ReportProtocol.record(report), CallsUntil.UNBOUNDED);
  }
}
