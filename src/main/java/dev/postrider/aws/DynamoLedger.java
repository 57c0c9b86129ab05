package dev.postrider.aws;

import dev.postrider.calls.Fanout;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimProtocol;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.SettleProtocol;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The dispatcher's side of the ledger in DynamoDB: one item a unit, one conditional update a step.
/// An item that cannot be read harms its own unit alone.
public final class DynamoLedger implements Ledger {
  private final LedgerTable table;
  private final Fanout fanout;
  private final Duration grace;
  private final InstantSource clock;

  /// @param grace how long a Send event may take to settle an unknown outcome
  /// @param keep how long an item is kept after its last claim
  public DynamoLedger(
      DynamoDbClient client,
      String table,
      Fanout fanout,
      Duration grace,
      Duration keep,
      InstantSource clock) {
    this.table = new LedgerTable(client, table, keep);
    this.fanout = fanout;
    this.grace = grace;
    this.clock = clock;
  }

  @Override
  public List<Claim> claim(List<ClaimRequest> requests, Instant until) {
    CallsUntil calls = new CallsUntil(until, clock);
    return fanout.each(requests, request -> claim(request, calls));
  }

  @Override
  public List<Settled> settle(List<Settlement> settlements, Instant until) {
    CallsUntil calls = new CallsUntil(until, clock);
    return fanout.each(settlements, settlement -> settle(settlement, calls));
  }

  private Claim claim(ClaimRequest request, CallsUntil calls) {
    try {
      return table.finish(ClaimProtocol.claim(request, grace), calls);
    } catch (SdkException e) {
      return new Claim.Unwritten(SdkErrors.code(e));
    } catch (RuntimeException e) {
      return new Claim.EntryUnreadable(e.getClass().getSimpleName());
    }
  }

  private Settled settle(Settlement settlement, CallsUntil calls) {
    try {
      return table.finish(SettleProtocol.settle(settlement), calls);
    } catch (SdkException e) {
      return new Settled.Unrecorded(SdkErrors.code(e));
    } catch (RuntimeException e) {
      return new Settled.Unrecorded(e.getClass().getSimpleName());
    }
  }
}
