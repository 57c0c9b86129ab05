package dev.postrider.aws;

import static dev.postrider.aws.LedgerItem.number;
import static dev.postrider.aws.LedgerItem.required;

import dev.postrider.account.PaceControl;
import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.PausedTenants;
import dev.postrider.pace.Reservation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The shared pace as one item of the ledger table, `~pace`: one conditional update a reservation
/// while nothing else about it changes, and another for each time that something did.
public final class DynamoPacer implements Pacer, PaceControl {
  static final String KEY = "~pace";

  /// How often a reservation is tried before it counts as unavailable.
  private static final int TRIES = 8;

  /// How long a reservation takes at most, and an answer from it.
  private static final Duration RESERVING = AwsClients.CALL;

  /// How long telling of a throttle or a stop takes at most: SES says the same again.
  private static final Duration TELLING = Duration.ofSeconds(2);

  private static final Duration CONTENDED = Duration.ofSeconds(2);
  private static final String SAME_VERSION = "version = :version AND attribute_not_exists(closed)";

  /// For whoever has an invocation of its own for it, or a terminal.
  private static final CallsUntil UNBOUNDED = new CallsUntil(Instant.MAX, InstantSource.system());

  private final DynamoDbClient client;
  private final String table;
  private final InstantSource clock;
  private volatile @Nullable PaceState known;

  public DynamoPacer(DynamoDbClient client, String table, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.clock = clock;
  }

  /// One read for each new instance; after that, what the last write brought back.
  @Override
  public PaceState known() {
    return known(within(TELLING));
  }

  private PaceState known(CallsUntil calls) {
    PaceState state = known;
    return state == null ? readOrInitial(calls) : state;
  }

  private CallsUntil within(Duration budget) {
    return new CallsUntil(clock.instant().plus(budget), clock);
  }

  private PaceState readOrInitial(CallsUntil calls) {
    Instant now = clock.instant();
    try {
      PaceState state = read(now, calls);
      known = state;
      return state;
    } catch (SdkException e) {
      return PaceState.initial(now);
    }
  }

  @Override
  public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
    CallsUntil calls = within(RESERVING);
    try {
      for (int i = 0; i < TRIES; i++) {
        Optional<Reservation> reservation = attempt(atLeast, atMost, now, horizon, i > 0, calls);
        if (reservation.isPresent()) {
          return reservation.get();
        }
      }
      return new Reservation.Unavailable("Contended", CONTENDED);
    } catch (SdkException e) {
      return new Reservation.Unavailable(SdkErrors.code(e), CONTENDED);
    }
  }

  /// @param fresh whether what is known was read in this call; an answer without a write must not
  ///     rest on something older
  /// @return empty when something has changed; then it is known
  private Optional<Reservation> attempt(
      int atLeast, int atMost, Instant now, Duration horizon, boolean fresh, CallsUntil calls) {
    return switch (Gcra.plan(known(calls), atLeast, atMost, now, horizon)) {
      case Gcra.Plan.Answer(Reservation reservation) when fresh -> Optional.of(reservation);
      case Gcra.Plan.Answer _ -> {
        known = read(now, calls);
        yield Optional.empty();
      }
      case Gcra.Plan.Append append -> append(append, now, calls);
      case Gcra.Plan.Replace(PaceState next, Reservation.Granted granted) ->
          replace(known(calls), next, now, calls) ? Optional.of(granted) : Optional.empty();
    };
  }

  private Optional<Reservation> append(Gcra.Plan.Append plan, Instant now, CallsUntil calls) {
    UpdateItemRequest.Builder update =
        update()
            .updateExpression("ADD tat :add")
            .conditionExpression(SAME_VERSION + " AND tat BETWEEN :from AND :limit")
            .expressionAttributeValues(
                Map.of(
                    ":add", number(plan.addMicros()),
                    ":from", number(plan.fromMicros()),
                    ":limit", number(plan.limitMicros()),
                    ":version", number(known().version())));
    return write(update, now, calls)
        ? Optional.of(
            Gcra.appended(plan, known().theoreticalArrivalMicros(), known().ratePerSecond()))
        : Optional.empty();
  }

  @Override
  public void throttled(Instant now) {
    tryToChange(state -> Gcra.lowered(state, now), now);
  }

  @Override
  public void close(String reason, Instant now) {
    tryToChange(
        state -> state.closedReason() == null ? Gcra.closed(state, reason, now) : state, now);
  }

  @Override
  public void pauseTenant(String tenant, Instant now) {
    tryToChange(state -> state.withPausedTenants(state.pausedTenants().with(tenant, now)), now);
  }

  private void tryToChange(UnaryOperator<PaceState> change, Instant now) {
    try {
      PaceState _ = change(change, now, within(TELLING));
    } catch (SdkException | ContendedException e) {
      // Best effort: SES says the same again at the next call, and AccountWatch within a minute.
    }
  }

  @Override
  public PaceState change(UnaryOperator<PaceState> change, Instant now) {
    return change(change, now, UNBOUNDED);
  }

  private PaceState change(UnaryOperator<PaceState> change, Instant now, CallsUntil calls) {
    for (int i = 0; i < TRIES; i++) {
      PaceState old = read(now, calls);
      known = old;
      PaceState next = change.apply(old);
      if (next.equals(old) || replace(old, next, now, calls)) {
        return known(calls);
      }
    }
    throw new ContendedException();
  }

  /// Others changed the item each time before the write came.
  private static final class ContendedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    ContendedException() {
      super("the pace was changed by others " + TRIES + " times in a row");
    }
  }

  /// The shared state as it is now.
  public PaceState read(Instant now) {
    return read(now, UNBOUNDED);
  }

  private PaceState read(Instant now, CallsUntil calls) {
    GetItemRequest.Builder request =
        GetItemRequest.builder().tableName(table).key(LedgerItem.key(KEY)).consistentRead(true);
    calls.bound().ifPresent(request::overrideConfiguration);
    Map<String, AttributeValue> item = client.getItem(request.build()).item();
    return item.isEmpty() ? PaceState.initial(now) : state(item);
  }

  /// A change that leaves the arrival time alone leaves it to those who reserve meanwhile: they
  /// move it with every write, and a change would never get through between them.
  private boolean replace(PaceState old, PaceState next, Instant now, CallsUntil calls) {
    boolean moves =
        old.version() == 0 || next.theoreticalArrivalMicros() != old.theoreticalArrivalMicros();
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":rate", decimal(next.ratePerSecond()));
    values.put(":ceiling", decimal(next.ceilingPerSecond()));
    values.put(":changed", LedgerItem.millis(next.rateChangedAt()));
    values.put(":next", number(next.version()));
    values.put(":version", number(old.version()));
    String set = "SET rate = :rate, ceiling = :ceiling, rateChangedAt = :changed, version = :next";
    List<String> remove = new ArrayList<>();
    String unchanged = "version = :version";
    if (moves) {
      values.put(":tat", number(next.theoreticalArrivalMicros()));
      values.put(":oldTat", number(old.theoreticalArrivalMicros()));
      set += ", tat = :tat";
      unchanged = "(version = :version AND tat = :oldTat)";
    }
    if (next.throttledAt() != null) {
      values.put(":throttledAt", LedgerItem.millis(next.throttledAt()));
      set += ", throttledAt = :throttledAt";
    }
    if (next.closedReason() != null && next.closedAt() != null) {
      values.put(":closed", AttributeValue.fromS(next.closedReason()));
      values.put(":closedAt", LedgerItem.millis(next.closedAt()));
      set += ", closed = :closed, closedAt = :closedAt";
    } else {
      remove.add("closed, closedAt");
    }
    if (next.pausedTenants().until().isEmpty()) {
      remove.add("pausedTenants");
    } else {
      values.put(":tenants", tenants(next.pausedTenants()));
      set += ", pausedTenants = :tenants";
    }
    String absent = old.version() == 0 ? "attribute_not_exists(version) OR " : "";
    return write(
        update()
            .updateExpression(remove.isEmpty() ? set : set + " REMOVE " + String.join(", ", remove))
            .conditionExpression(absent + unchanged)
            .expressionAttributeValues(values),
        now,
        calls);
  }

  private UpdateItemRequest.Builder update() {
    return UpdateItemRequest.builder().tableName(table).key(LedgerItem.key(KEY));
  }

  /// Writes, and keeps what the item is now either way.
  private boolean write(UpdateItemRequest.Builder update, Instant now, CallsUntil calls) {
    calls.bound().ifPresent(update::overrideConfiguration);
    try {
      known =
          state(
              client
                  .updateItem(
                      update
                          .returnValues(ReturnValue.ALL_NEW)
                          .returnValuesOnConditionCheckFailure(
                              ReturnValuesOnConditionCheckFailure.ALL_OLD)
                          .build())
                  .attributes());
      return true;
    } catch (ConditionalCheckFailedException e) {
      known = e.hasItem() ? state(e.item()) : PaceState.initial(now);
      return false;
    }
  }

  private static AttributeValue decimal(double value) {
    return AttributeValue.fromN(Double.toString(value));
  }

  private static PaceState state(Map<String, AttributeValue> item) {
    return new PaceState(
        Long.parseLong(required(item, "tat").n()),
        Double.parseDouble(required(item, "rate").n()),
        Double.parseDouble(required(item, "ceiling").n()),
        instant(item, "rateChangedAt"),
        Long.parseLong(required(item, "version").n()),
        LedgerItem.text(item, "closed"),
        item.containsKey("closedAt") ? instant(item, "closedAt") : null,
        item.containsKey("throttledAt") ? instant(item, "throttledAt") : null,
        item.containsKey("pausedTenants")
            ? pausedTenants(required(item, "pausedTenants").m())
            : PausedTenants.NONE);
  }

  private static AttributeValue tenants(PausedTenants tenants) {
    Map<String, AttributeValue> until = new HashMap<>();
    tenants.until().forEach((tenant, end) -> until.put(tenant, LedgerItem.millis(end)));
    return AttributeValue.fromM(until);
  }

  private static PausedTenants pausedTenants(Map<String, AttributeValue> until) {
    SortedMap<String, Instant> tenants = new TreeMap<>();
    until.keySet().forEach(tenant -> tenants.put(tenant, instant(until, tenant)));
    return new PausedTenants(tenants);
  }

  private static Instant instant(Map<String, AttributeValue> item, String name) {
    return Instant.ofEpochMilli(Long.parseLong(required(item, name).n()));
  }
}
