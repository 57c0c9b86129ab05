package dev.postrider.aws;

import dev.postrider.calls.Fanout;
import dev.postrider.ledger.Intervention;
import dev.postrider.ledger.OperatorLedger;
import dev.postrider.ledger.OperatorProtocol;
import dev.postrider.ledger.ProtocolStep;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The operator's side of the ledger in DynamoDB: a read, and a write on the condition that nothing
/// has changed since.
public final class DynamoOperatorLedger implements OperatorLedger {
  private final LedgerTable table;
  private final Fanout fanout;
  private final Duration grace;

  /// @param grace how long a Send event may take to settle an unknown outcome
  /// @param keep how long an item is kept after its last claim; a cancelled one twice as long
  public DynamoOperatorLedger(
      DynamoDbClient client, String table, Fanout fanout, Duration grace, Duration keep) {
    this.table = new LedgerTable(client, table, keep);
    this.fanout = fanout;
    this.grace = grace;
  }

  @Override
  public List<Intervention> free(List<UnitOfMail> units, State from, Instant now) {
    return fanout.each(
        units,
        unit -> finish(OperatorProtocol.free(unit, table.read(unit.key()), from, now, grace)));
  }

  @Override
  public List<Intervention> cancel(List<String> keys, Instant now) {
    return fanout.each(keys, key -> finish(OperatorProtocol.cancel(key, table.read(key), now)));
  }

  private Intervention finish(ProtocolStep<Intervention> first) {
    return table.finish(first, CallsUntil.UNBOUNDED);
  }
}
