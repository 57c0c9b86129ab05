package dev.postrider.aws;

import static dev.postrider.aws.ItemAttributes.millis;
import static dev.postrider.aws.ItemAttributes.number;
import static dev.postrider.aws.ItemAttributes.required;
import static dev.postrider.aws.UpdateExpression.all;
import static dev.postrider.aws.UpdateExpression.any;

import dev.postrider.account.PaceControl;
import dev.postrider.pace.CallCounts;
import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.PausedTenants;
import dev.postrider.pace.Reservation;
import dev.postrider.pace.SlotAnswers;
import dev.postrider.pace.UntoldAnswers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

  /// How long telling of a stop takes at most: SES says the same again.
  private static final Duration TELLING = Duration.ofSeconds(2);

  private static final Duration CONTENDED = Duration.ofSeconds(2);

  private final DynamoDbClient client;
  private final String table;
  private final InstantSource clock;
  private final UntoldAnswers untold = new UntoldAnswers();
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
    if (state != null) {
      return state;
    }
    Instant now = clock.instant();
    try {
      return read(now, calls);
    } catch (SdkException e) {
      return PaceState.initial(now);
    }
  }

  private CallsUntil within(Duration budget) {
    return new CallsUntil(clock.instant().plus(budget), clock);
  }

  @Override
  public Reservation reserve(int atLeast, int atMost, Instant now, Duration horizon) {
    Wanted wanted = new Wanted(atLeast, atMost, now, horizon, untold.take());
    Reservation reservation = reserve(wanted, within(RESERVING));
    if (!(reservation instanceof Reservation.Reserved)) {
      // What lowered the rate was told with it, and does not count again at the lower one.
      untold.putBack(wanted.told());
    }
    return reservation;
  }

  /// A reservation that is asked for.
  ///
  /// @param told what is told with it
  private record Wanted(
      int atLeast, int atMost, Instant now, Duration horizon, List<SlotAnswers> told) {
    Gcra.ReservationPlan plan(PaceState known) {
      return Gcra.plan(known, told, atLeast, atMost, now, horizon);
    }
  }

  private Reservation reserve(Wanted wanted, CallsUntil calls) {
    try {
      for (int i = 0; i < TRIES; i++) {
        Optional<Reservation> reservation = attempt(wanted, i > 0, calls);
        if (reservation.isPresent()) {
          return reservation.get();
        }
      }
      return new Reservation.PaceUnavailable("Contended", CONTENDED);
    } catch (SdkException e) {
      return new Reservation.PaceUnavailable(SdkErrors.code(e), CONTENDED);
    }
  }

  /// @param fresh whether what is known was read in this call; an answer without a write must not
  ///     rest on something older
  /// @return empty when something has changed; then it is known
  private Optional<Reservation> attempt(Wanted wanted, boolean fresh, CallsUntil calls) {
    Instant now = wanted.now();
    // Calls to SES that tell of a stop meanwhile read and write the item too.
    PaceState from = known(calls);
    return switch (wanted.plan(from)) {
      case Gcra.ReservationPlan.NoWrite(Reservation reservation) when fresh ->
          Optional.of(reservation);
      case Gcra.ReservationPlan.NoWrite _ -> {
        var _ = read(now, calls);
        yield Optional.empty();
      }
      case Gcra.ReservationPlan.Append append -> append(from, append, now, calls);
      case Gcra.ReservationPlan.Replace(PaceState next, Reservation reservation) ->
          replace(from, next, now, calls).isPresent() ? Optional.of(reservation) : Optional.empty();
    };
  }

  private Optional<Reservation> append(
      PaceState from, Gcra.ReservationPlan.Append plan, Instant now, CallsUntil calls) {
    UpdateExpression update = new UpdateExpression().add("tat", number(plan.addMicros()));
    if (!plan.calls().equals(CallCounts.NONE)) {
      update
          .add("acceptedCalls", decimal(plan.calls().accepted()))
          .add("throttledCalls", decimal(plan.calls().throttled()));
    }
    String condition =
        all(
            update.compare("version", "=", number(from.version())),
            update.absent("openReason"),
            update.compare("tat", ">=", number(plan.fromMicros())),
            update.compare("tat", "<=", number(plan.limitMicros())));
    return write(update, condition, now, calls)
        .map(after -> Gcra.appended(plan, after.theoreticalArrivalMicros(), after.ratePerSecond()));
  }

  @Override
  public void answered(SlotAnswers answers) {
    untold.add(answers);
  }

  @Override
  public void openBreaker(String reason, Instant now) {
    tryToChange(
        state -> state.openReason() == null ? Gcra.breakerOpened(state, reason, now) : state, now);
  }

  @Override
  public void pauseTenant(String tenant, Instant now) {
    tryToChange(state -> state.withPausedTenants(state.pausedTenants().with(tenant, now)), now);
  }

  private void tryToChange(UnaryOperator<PaceState> change, Instant now) {
    try {
      var _ = changed(change, now, within(TELLING));
    } catch (SdkException e) {
      // Best effort: SES says the same again at the next call, and AccountWatch within a minute.
    }
  }

  @Override
  public PaceState change(UnaryOperator<PaceState> change, Instant now) {
    return changed(change, now, CallsUntil.UNBOUNDED)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the pace was changed by others " + TRIES + " times in a row"));
  }

  /// Empty when others changed the item each time before the write came.
  private Optional<PaceState> changed(
      UnaryOperator<PaceState> change, Instant now, CallsUntil calls) {
    for (int i = 0; i < TRIES; i++) {
      PaceState old = read(now, calls);
      PaceState next = change.apply(old);
      Optional<PaceState> after =
          next.equals(old) ? Optional.of(old) : replace(old, next, now, calls);
      if (after.isPresent()) {
        return after;
      }
    }
    return Optional.empty();
  }

  /// The shared state as it is now.
  public PaceState read(Instant now) {
    return read(now, CallsUntil.UNBOUNDED);
  }

  private PaceState read(Instant now, CallsUntil calls) {
    GetItemRequest.Builder request =
        GetItemRequest.builder().tableName(table).key(LedgerItem.key(KEY)).consistentRead(true);
    calls.bound().ifPresent(request::overrideConfiguration);
    Map<String, AttributeValue> item = client.getItem(request.build()).item();
    PaceState state = item.isEmpty() ? PaceState.initial(now) : state(item);
    known = state;
    return state;
  }

  /// A change that leaves the arrival time alone leaves it to those who reserve meanwhile: they
  /// move it with every write, and a change would never get through between them.
  private Optional<PaceState> replace(
      PaceState old, PaceState next, Instant now, CallsUntil calls) {
    boolean moves =
        old.version() == 0 || next.theoreticalArrivalMicros() != old.theoreticalArrivalMicros();
    UpdateExpression update =
        new UpdateExpression()
            .set("rate", decimal(next.ratePerSecond()))
            .set("ceiling", decimal(next.ceilingPerSecond()))
            .set("rateChangedAt", millis(next.rateChangedAt()))
            .set("version", number(next.version()));
    String unchanged = update.compare("version", "=", number(old.version()));
    if (moves) {
      update.set("tat", number(next.theoreticalArrivalMicros()));
      unchanged =
          all(unchanged, update.compare("tat", "=", number(old.theoreticalArrivalMicros())));
    }
    if (!next.calls().equals(old.calls())) {
      update
          .set("acceptedCalls", decimal(next.calls().accepted()))
          .set("throttledCalls", decimal(next.calls().throttled()));
    }
    update.setOrRemove(
        "throttledAt", next.throttledAt() == null ? null : millis(next.throttledAt()));
    if (next.openReason() != null && next.openedAt() != null) {
      update
          .set("openReason", AttributeValue.fromS(next.openReason()))
          .set("openedAt", millis(next.openedAt()));
    } else {
      update.remove("openReason").remove("openedAt");
    }
    update.setOrRemove("pausedTenants", tenants(next.pausedTenants()));
    return write(
        update,
        old.version() == 0 ? any(update.absent("version"), unchanged) : unchanged,
        now,
        calls);
  }

  /// Writes, and keeps what the item is now either way.
  ///
  /// @return what it is after the write; empty when the condition did not hold
  private Optional<PaceState> write(
      UpdateExpression update, String condition, Instant now, CallsUntil calls) {
    UpdateItemRequest.Builder request =
        update
            .request(table, LedgerItem.key(KEY))
            .conditionExpression(condition)
            .returnValues(ReturnValue.ALL_NEW)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    calls.bound().ifPresent(request::overrideConfiguration);
    try {
      PaceState after = state(client.updateItem(request.build()).attributes());
      known = after;
      return Optional.of(after);
    } catch (ConditionalCheckFailedException e) {
      known = e.hasItem() ? state(e.item()) : PaceState.initial(now);
      return Optional.empty();
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
        ItemAttributes.text(item, "openReason"),
        ItemAttributes.instant(item, "openedAt"),
        ItemAttributes.instant(item, "throttledAt"),
        item.containsKey("pausedTenants")
            ? pausedTenants(required(item, "pausedTenants").m())
            : PausedTenants.NONE,
        new CallCounts(calls(item, "acceptedCalls"), calls(item, "throttledCalls")));
  }

  private static double calls(Map<String, AttributeValue> item, String name) {
    return item.containsKey(name) ? Double.parseDouble(required(item, name).n()) : 0;
  }

  private static @Nullable AttributeValue tenants(PausedTenants tenants) {
    Map<String, AttributeValue> until = new HashMap<>();
    tenants.until().forEach((tenant, end) -> until.put(tenant, millis(end)));
    return until.isEmpty() ? null : AttributeValue.fromM(until);
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
