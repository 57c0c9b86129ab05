package dev.postrider.aws;

import dev.postrider.calls.Fanout;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimProtocol;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.ProtocolStep;
import dev.postrider.ledger.SettleProtocol;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The dispatcher's side of the ledger in DynamoDB: one item a unit. What several new units and
/// several settlements need travels in batches; everything else, and what a batch left undone, is
/// one conditional update a step. An item that cannot be read harms its own unit alone.
public final class DynamoLedger implements Ledger {
  private final LedgerTable table;
  private final LedgerBatches batches;
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
    this.batches = new LedgerBatches(client, table, keep, fanout);
    this.fanout = fanout;
    this.grace = grace;
    this.clock = clock;
  }

  @Override
  public List<Claim> claim(List<ClaimRequest> requests, Instant until) {
    return finish(
        requests.stream().map(request -> ClaimProtocol.claim(request, grace)).toList(),
        new CallsUntil(until, clock),
        failure ->
            failure instanceof SdkException
                ? new Claim.Unwritten(SdkErrors.code(failure))
                : new Claim.EntryUnreadable(SdkErrors.code(failure)));
  }

  @Override
  public List<Settled> settle(List<Settlement> settlements, Instant until) {
    return finish(
        settlements.stream().map(SettleProtocol::settle).toList(),
        new CallsUntil(until, clock),
        failure -> new Settled.Unrecorded(SdkErrors.code(failure)));
  }

  /// Answers what the batches leave unanswered one by one.
  private <A> List<A> finish(
      List<ProtocolStep<A>> requests, CallsUntil calls, Function<RuntimeException, A> failed) {
    Map<Integer, A> answers = batches.written(requests, calls, failed);
    List<Integer> left =
        IntStream.range(0, requests.size()).boxed().filter(i -> !answers.containsKey(i)).toList();
    Iterator<A> alone = fanout.each(left, i -> alone(requests.get(i), calls, failed)).iterator();
    return IntStream.range(0, requests.size())
        .mapToObj(i -> Objects.requireNonNullElseGet(answers.get(i), alone::next))
        .toList();
  }

  private <A> A alone(
      ProtocolStep<A> request, CallsUntil calls, Function<RuntimeException, A> failed) {
    try {
      return table.finish(request, calls);
    } catch (RuntimeException e) {
      return failed.apply(e);
    }
  }
}
