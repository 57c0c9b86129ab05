package dev.postrider.aws;

import static dev.postrider.aws.LedgerItem.millis;
import static dev.postrider.aws.LedgerItem.number;

import dev.postrider.dispatch.Fanout;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Claims;
import dev.postrider.ledger.Claims.Judgement;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.Result;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The dispatcher's side of the ledger in DynamoDB: one item a unit, one conditional update a step.
/// A condition that does not hold returns the item as it is, so that no step needs a read. An item
/// that cannot be read harms its own unit alone.
public final class DynamoLedger implements Ledger {
  private static final String CLAIM =
      "SET #state = :claimed, fp = :fp, #token = :token, since = :lease, #stream = :stream,"
          + " updatedAt = :now, createdAt = if_not_exists(createdAt, :now), #ttl = :ttl"
          + " ADD attempts :one";
  private static final String CLAIMABLE =
      "attribute_not_exists(#state) OR (#state = :pending AND fp = :fp)";
  private static final String TAKE_OVER = "#state = :old AND #token = :oldToken AND fp = :fp";

  private final DynamoDbClient client;
  private final String table;
  private final Fanout fanout;
  private final Duration grace;
  private final Duration keep;
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
    this.client = client;
    this.table = table;
    this.fanout = fanout;
    this.grace = grace;
    this.keep = keep;
    this.clock = clock;
  }

  @Override
  public List<Claim> claim(List<ClaimRequest> requests, Instant until) {
    CallsUntil calls = new CallsUntil(until, clock);
    return fanout.all(requests.stream().<Supplier<Claim>>map(r -> () -> claim(r, calls)).toList());
  }

  @Override
  public List<Settled> settle(List<Settlement> settlements, Instant until) {
    CallsUntil calls = new CallsUntil(until, clock);
    return fanout.all(
        settlements.stream().<Supplier<Settled>>map(s -> () -> settle(s, calls)).toList());
  }

  private Claim claim(ClaimRequest request, CallsUntil calls) {
    try {
      return switch (write(claimUpdate(request, CLAIM, CLAIMABLE, Map.of()), calls)) {
        case Written.Conflict(Entry existing) -> judged(request, existing, true, calls);
        case Written.Done(int attempts) -> new Claim.Granted(attempts, false);
      };
    } catch (SdkException e) {
      return new Claim.Unwritten(SdkErrors.code(e));
    } catch (RuntimeException e) {
      return new Claim.Broken(e.getClass().getSimpleName());
    }
  }

  /// @param mayTakeOver false once a take-over has met a faster one: whoever was faster holds it
  private Claim judged(ClaimRequest request, Entry entry, boolean mayTakeOver, CallsUntil calls) {
    return switch (Claims.judge(entry, request, grace)) {
      case Judgement.Answer(Claim claim) -> claim;
      case Judgement.TakeOver _ when !mayTakeOver -> new Claim.Busy(request.leaseUntil());
      case Judgement.TakeOver(boolean resend) -> takeOver(request, entry, resend, calls);
    };
  }

  private Claim takeOver(ClaimRequest request, Entry entry, boolean resend, CallsUntil calls) {
    boolean tokenless = entry.token() == null;
    String condition =
        tokenless ? "#state = :old AND attribute_not_exists(#token) AND fp = :fp" : TAKE_OVER;
    Map<String, AttributeValue> old = new HashMap<>();
    old.put(":old", AttributeValue.fromS(entry.state().name()));
    if (!tokenless) {
      old.put(":oldToken", AttributeValue.fromS(Objects.requireNonNull(entry.token())));
    }
    String claim = CLAIM;
    if (resend) {
      claim = CLAIM.replace(" ADD ", LedgerSteps.APPEND + " ADD ") + ", resends :one";
      old.putAll(LedgerSteps.values(request.now(), State.CLAIMED, "RESEND"));
    }
    return switch (write(claimUpdate(request, claim, condition, old), calls)) {
      case Written.Conflict(Entry now) -> judged(request, now, false, calls);
      case Written.Done(int attempts) -> new Claim.Granted(attempts, resend);
    };
  }

  private UpdateItemRequest.Builder claimUpdate(
      ClaimRequest request, String claim, String condition, Map<String, AttributeValue> more) {
    Map<String, AttributeValue> values = new HashMap<>(more);
    values.put(":claimed", AttributeValue.fromS(State.CLAIMED.name()));
    if (condition.equals(CLAIMABLE)) {
      values.put(":pending", AttributeValue.fromS(State.PENDING.name()));
    }
    values.put(":fp", AttributeValue.fromS(request.fingerprint()));
    values.put(":token", AttributeValue.fromS(request.token()));
    values.put(":lease", millis(request.leaseUntil()));
    values.put(":stream", AttributeValue.fromS(request.stream()));
    values.put(":now", millis(request.now()));
    values.put(":ttl", number(request.now().plus(keep).getEpochSecond()));
    values.put(":one", number(1));
    return update(request.key())
        .updateExpression(claim)
        .conditionExpression(condition)
        .expressionAttributeNames(
            Map.of("#state", "state", "#token", "token", "#ttl", "ttl", "#stream", "stream"))
        .expressionAttributeValues(values);
  }

  private Settled settle(Settlement settlement, CallsUntil calls) {
    try {
      UpdateItemRequest.Builder update =
          settlement.result() instanceof Result.Sent(String sesMessageId)
              ? sentUpdate(settlement, sesMessageId)
              : movedUpdate(settlement);
      return switch (write(update, calls)) {
        case Written.Conflict(Entry entry) -> met(settlement, entry, calls);
        case Written.Done _ -> new Settled.Done();
      };
    } catch (SdkException e) {
      return new Settled.Unwritten(SdkErrors.code(e));
    } catch (RuntimeException e) {
      return new Settled.Unwritten(e.getClass().getSimpleName());
    }
  }

  /// What a settlement found in its way.
  private Settled met(Settlement settlement, Entry entry, CallsUntil calls) {
    if (settlement.result() instanceof Result.Sent(String sesMessageId)) {
      String earlier = Objects.requireNonNullElse(entry.sesMessageId(), "");
      return !earlier.equals(sesMessageId)
              && SecondSends.write(
                  client, bounded(update(settlement.key()), calls), sesMessageId, settlement.now())
          ? new Settled.SentTwice(earlier)
          : new Settled.Done();
    }
    return new Settled.Overtaken(entry.state());
  }

  /// That SES accepted the unit is a fact, whoever holds the claim by now.
  private UpdateItemRequest.Builder sentUpdate(Settlement settlement, String sesMessageId) {
    Map<String, AttributeValue> values =
        new HashMap<>(LedgerSteps.values(settlement.now(), State.SENT, ""));
    values.put(":sent", AttributeValue.fromS(State.SENT.name()));
    values.put(":ses", AttributeValue.fromS(sesMessageId));
    values.put(":now", millis(settlement.now()));
    values.put(":ttl", number(settlement.now().plus(keep).getEpochSecond()));
    return update(settlement.key())
        .updateExpression(
            "SET #state = :sent, ses = :ses, updatedAt = :now, #ttl = if_not_exists(#ttl, :ttl)"
                + LedgerSteps.APPEND
                + " REMOVE #token, since")
        .conditionExpression("attribute_not_exists(ses) OR (ses = :ses AND #state <> :sent)")
        .expressionAttributeNames(Map.of("#state", "state", "#token", "token", "#ttl", "ttl"))
        .expressionAttributeValues(values);
  }

  private UpdateItemRequest.Builder movedUpdate(Settlement settlement) {
    Moved moved = moved(settlement);
    Map<String, AttributeValue> values = new HashMap<>();
    String history = "";
    if (LedgerSteps.keeps(settlement.result())) {
      history = LedgerSteps.APPEND;
      values.putAll(LedgerSteps.values(settlement.now(), moved.state(), moved.reason()));
    }
    values.put(":next", AttributeValue.fromS(moved.state().name()));
    values.put(":reason", AttributeValue.fromS(moved.reason()));
    values.put(":now", millis(settlement.now()));
    values.put(":token", AttributeValue.fromS(settlement.token()));
    values.put(":claimed", AttributeValue.fromS(State.CLAIMED.name()));
    values.put(":unknown", AttributeValue.fromS(State.UNKNOWN.name()));
    moved.since().ifPresent(since -> values.put(":since", millis(since)));
    return update(settlement.key())
        .updateExpression(
            "SET #state = :next, reason = :reason, updatedAt = :now"
                + history
                + (moved.since().isPresent() ? ", since = :since" : " REMOVE since, #token"))
        .conditionExpression("#token = :token AND #state IN (:claimed, :unknown)")
        .expressionAttributeNames(Map.of("#state", "state", "#token", "token"))
        .expressionAttributeValues(values);
  }

  /// @param since when the next state's clock starts; empty for states without one, which also let
  ///     go of the token
  private record Moved(State state, String reason, Optional<Instant> since) {}

  private static Moved moved(Settlement settlement) {
    return switch (settlement.result()) {
      case Result.Unknown(String code) ->
          new Moved(State.UNKNOWN, code, Optional.of(settlement.now()));
      case Result.Released(String reason, int _) ->
          new Moved(State.PENDING, reason, Optional.empty());
      case Result.Ended(State state, String reason) -> new Moved(state, reason, Optional.empty());
      case Result.Sent _ -> throw new IllegalStateException("Sent has an update of its own");
    };
  }

  private UpdateItemRequest.Builder update(String key) {
    return UpdateItemRequest.builder().tableName(table).key(LedgerItem.key(key));
  }

  /// What a conditional update came to.
  private sealed interface Written {

    /// @param attempts how often the unit has been claimed
    record Done(int attempts) implements Written {}

    /// @param entry what stood in the way
    record Conflict(Entry entry) implements Written {}
  }

  private static UpdateItemRequest.Builder bounded(
      UpdateItemRequest.Builder update, CallsUntil calls) {
    calls.bound().ifPresent(update::overrideConfiguration);
    return update;
  }

  private Written write(UpdateItemRequest.Builder update, CallsUntil calls) {
    try {
      Map<String, AttributeValue> updated =
          client
              .updateItem(
                  bounded(update, calls)
                      .returnValues(ReturnValue.UPDATED_NEW)
                      .returnValuesOnConditionCheckFailure(
                          ReturnValuesOnConditionCheckFailure.ALL_OLD)
                      .build())
              .attributes();
      return new Written.Done((int) LedgerItem.number(updated, "attempts"));
    } catch (ConditionalCheckFailedException e) {
      if (!e.hasItem()) {
        throw e;
      }
      return new Written.Conflict(LedgerItem.entry(e.item()));
    }
  }
}
