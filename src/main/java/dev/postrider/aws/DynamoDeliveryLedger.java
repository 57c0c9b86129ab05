package dev.postrider.aws;

import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.ReportProtocol;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The feedback side of the ledger in DynamoDB: one conditional update for an event. One that was
/// known in part costs a second write, and one of a second send one more, once. A Send event, which
/// says what the dispatcher knows of nearly each unit, is compared with the item first: a read
/// costs a tenth of a write, whether or not the write takes effect.
public final class DynamoDeliveryLedger implements DeliveryLedger {
  private final LedgerTable table;

  public DynamoDeliveryLedger(DynamoDbClient client, String table) {
    // An event makes no item, and leaves the lifetime of one alone.
    this.table = new LedgerTable(client, table, Duration.ZERO);
  }

  @Override
  public ReportOutcome record(DeliveryReport report) {
    return knownSend(report).orElseGet(() -> written(report));
  }

  private Optional<ReportOutcome> knownSend(DeliveryReport report) {
    return report.isSend()
        ? translated("GetItem", () -> table.readEventually(report.key()))
            .flatMap(entry -> ReportProtocol.withoutWrite(report, entry))
        : Optional.empty();
  }

  private ReportOutcome written(DeliveryReport report) {
    return translated(
        "UpdateItem", () -> table.finish(ReportProtocol.record(report), CallsUntil.UNBOUNDED));
  }

  private static <T> T translated(String operation, Supplier<T> call) {
    return SdkErrors.translated(operation, call, IllegalStateException::new);
  }
}
