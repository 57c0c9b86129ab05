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
import java.util.function.Function;
import java.util.function.Supplier;
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
    return all(
        units, unit -> OperatorProtocol.free(unit, table.read(unit.key()), from, now, grace));
  }

  @Override
  public List<Intervention> cancel(List<String> keys, Instant now) {
    return all(keys, key -> OperatorProtocol.cancel(key, table.read(key), now));
  }

  private <T> List<Intervention> all(List<T> asked, Function<T, ProtocolStep<Intervention>> first) {
    return fanout.all(
        asked.stream()
            .<Supplier<Intervention>>map(
                one -> () -> table.finish(first.apply(one), CallsUntil.UNBOUNDED))
            .toList());
  }
}
