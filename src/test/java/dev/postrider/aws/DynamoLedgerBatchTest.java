package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.contract.LedgerContract;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.Settlement.ClaimResult;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The ledger's contract where each request shares a call with another one's, and what that call's
/// faults come to.
final class DynamoLedgerBatchTest extends LedgerContract {
  private static final Duration KEEP = Duration.ofDays(30);
  private static final Instant AT = Instant.parse("2126-11-24T00:00:00Z");
  private static final String WRITTEN = "{\"TableName\":\"ledger\"}";
  @AutoClose private static final LocalTables TABLES = LocalTables.start();
  @AutoClose private final ScriptedDynamoDb script = new ScriptedDynamoDb();

  @Override
  protected Ledger ledger() {
    return new InCompany(ledger(TABLES.client()));
  }

  private static Ledger ledger(DynamoDbClient client) {
    return new DynamoLedger(client, "ledger", new VirtualFanout(1), GRACE, KEEP, Clock.systemUTC());
  }

  @Override
  protected DeliveryLedger deliveries() {
    return new DynamoDeliveryLedger(TABLES.client(), "ledger");
  }

  @Override
  protected Map<String, RecipientStatus> recipients(String key) {
    return new DynamoLedgerReader(TABLES.client(), "ledger")
        .find(key)
        .map(UnitRecord::recipients)
        .orElse(Map.of());
  }

  /// Asks for a further unit each time, which nobody else knows.
  private record InCompany(Ledger ledger) implements Ledger {
    @Override
    public List<Claim> claim(List<ClaimRequest> requests, Instant until) {
      List<Claim> claims = ledger.claim(and(requests, request(UUID.randomUUID() + "")), until);
      assertThat(claims.getLast()).isEqualTo(new Claim.Granted(1, false));
      return claims.subList(0, requests.size());
    }

    @Override
    public List<Settled> settle(List<Settlement> settlements, Instant until) {
      String other = UUID.randomUUID() + "";
      var _ = ledger.claim(List.of(request(other)), until);
      Settlement further = settlement(other, new ClaimResult.Released("PACE", 1));
      List<Settled> settled = ledger.settle(and(settlements, further), until);
      assertThat(settled.getLast()).isEqualTo(new Settled.Confirmed());
      return settled.subList(0, settlements.size());
    }

    private static <T> List<T> and(List<T> some, T one) {
      return Stream.concat(some.stream(), Stream.of(one)).toList();
    }
  }

  private static ClaimRequest request(String key) {
    return new ClaimRequest(
        key, "fp", "transactional", "t1", AT, AT.plusSeconds(70), OnUnknown.RESEND);
  }

  private static Settlement settlement(String key, ClaimResult result) {
    return new Settlement(key, "t1", AT.plusSeconds(1), result);
  }

  static Stream<ClaimResult> results() {
    Optional<Instant> next = Optional.of(AT.plusSeconds(90));
    return Stream.of(
        new ClaimResult.SesAccepted("ses-1"),
        new ClaimResult.OutcomeUnknown("TIMEOUT"),
        new ClaimResult.OutcomeUnknown("TIMEOUT", next),
        new ClaimResult.Released("PACE", 1),
        new ClaimResult.Released("PACE", 9),
        new ClaimResult.Released("MISCONFIGURED X", 2, "There is no template y.", next),
        new ClaimResult.EndedUnsent(State.SUPPRESSED, "COMPLAINT"),
        new ClaimResult.EndedUnsent(State.EXPIRED, "EXPIRED"),
        new ClaimResult.EndedUnsent(State.REJECTED, "MessageRejected", "Address is wrong."),
        new ClaimResult.EndedUnsent(State.HELD, "OUTCOME_UNKNOWN"));
  }

  /// Nobody can tell by an item how it was written, and its claim and its end are one write each.
  @ParameterizedTest
  @MethodSource("results")
  void aBatchLeavesTheItemsThatUpdatesLeave(ClaimResult result) {
    Ledger alone = ledger(TABLES.client());
    List<String> keys = IntStream.range(0, 3).mapToObj(i -> i + "-" + UUID.randomUUID()).toList();
    String single = "single-" + UUID.randomUUID();

    assertThat(alone.claim(keys.stream().map(DynamoLedgerBatchTest::request).toList(), Instant.MAX))
        .containsOnly(new Claim.Granted(1, false));
    var _ = alone.claim(List.of(request(single)), Instant.MAX);
    for (String key : keys) {
      assertThat(item(key)).isEqualTo(item(single));
    }

    assertThat(alone.settle(keys.stream().map(k -> settlement(k, result)).toList(), Instant.MAX))
        .containsOnly(new Settled.Confirmed());
    var _ = alone.settle(List.of(settlement(single, result)), Instant.MAX);
    for (String key : keys) {
      assertThat(item(key)).isEqualTo(item(single));
    }
  }

  /// Without its key, and without a list of no steps.
  private static Map<String, AttributeValue> item(String key) {
    Map<String, AttributeValue> item =
        new HashMap<>(
            TABLES
                .client()
                .getItem(get -> get.tableName("ledger").key(LedgerItem.key(key)))
                .item());
    item.remove("id");
    item.remove("steps", AttributeValue.fromL(List.of()));
    return item;
  }

  @Test
  void twentyFiveStatementsShareACallAndAUnitThatWasSeenBeforeHasItsOwn() {
    script.thenAnswers("{\"Responses\":[%s]}".formatted(repeated(WRITTEN, 25)));
    script.thenAnswers("{\"Responses\":[%s]}".formatted(repeated(WRITTEN, 24)));
    script.thenAnswers("{}");
    List<ClaimRequest> requests =
        Stream.concat(
                Stream.of(seenBefore("again")),
                IntStream.range(0, 49).mapToObj(i -> request("new-" + i)))
            .toList();

    try (DynamoDbClient client = script.client()) {
      assertThat(ledger(client).claim(requests, Instant.MAX))
          .containsOnly(new Claim.Granted(1, false));
    }

    assertThat(script.requests()).hasSize(3);
    assertThat(script.requests().get(0).split("INSERT INTO", -1)).hasSize(26);
    assertThat(script.requests().get(1).split("INSERT INTO", -1)).hasSize(25);
    assertThat(script.requests().get(2)).contains("again", "attribute_not_exists");
  }

  private static ClaimRequest seenBefore(String key) {
    ClaimRequest first = request(key);
    return new ClaimRequest(
        key,
        first.fingerprint(),
        first.stream(),
        first.token(),
        first.now(),
        first.leaseUntil(),
        first.onUnknown(),
        true);
  }

  private static String repeated(String text, int times) {
    return String.join(",", Collections.nCopies(times, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DuplicateItem", "ThrottlingError", "InternalServerError", "SomethingNew"})
  void aStatementThatFailsIsWrittenByItselfAndItsNeighboursAreNot(String code) {
    script.thenAnswers(
        "{\"Responses\":[%s,{\"Error\":{\"Code\":\"%s\",\"Message\":\"x\"}},%s]}"
            .formatted(WRITTEN, code, WRITTEN));
    script.thenAnswers("{}");

    try (DynamoDbClient client = script.client()) {
      assertThat(
              ledger(client).claim(List.of(request("a"), request("b"), request("c")), Instant.MAX))
          .containsOnly(new Claim.Granted(1, false));
    }

    assertThat(script.requests()).hasSize(2);
    assertThat(script.requests().getLast()).contains("\"b\"").doesNotContain("\"a\"", "\"c\"");
  }

  /// As the client has tried it again by then, as often as each update would be.
  @Test
  void aCallThatIsThrottledLeavesItsUnitsUnwritten() {
    script.thenFails(400, "ThrottlingException");

    try (DynamoDbClient client = script.client()) {
      assertThat(ledger(client).claim(List.of(request("a"), request("b")), Instant.MAX))
          .containsOnly(new Claim.Unwritten("ThrottlingException"));
      assertThat(
              ledger(client)
                  .settle(
                      List.of(
                          settlement("a", new ClaimResult.SesAccepted("ses-1")),
                          settlement("b", new ClaimResult.SesAccepted("ses-2"))),
                      Instant.MAX))
          .containsOnly(new Settled.Unrecorded("ThrottlingException"));
    }
    assertThat(script.requests()).hasSize(2);
  }

  /// A right that a policy lacks, or a server that speaks no PartiQL.
  @ParameterizedTest
  @ValueSource(
      strings = {"AccessDeniedException", "UnknownOperationException", "ValidationException"})
  void whereNoBatchIsTakenEachUnitIsWrittenByItself(String code) {
    script.thenFails(400, code).thenAnswers("{}");

    try (DynamoDbClient client = script.client()) {
      assertThat(ledger(client).claim(List.of(request("a"), request("b")), Instant.MAX))
          .containsOnly(new Claim.Granted(1, false));
    }
    assertThat(script.requests()).hasSize(3);
  }

  /// The call took effect, its answer was lost, and the client repeated it.
  @Test
  void aClaimOfOursThatStandsAlreadyIsGranted() {
    String key = "mine-" + UUID.randomUUID();
    Ledger ledger = ledger();
    var _ = ledger.claim(List.of(request(key)), Instant.MAX);

    assertThat(ledger.claim(List.of(request(key)), Instant.MAX))
        .containsExactly(new Claim.Granted(1, false));
    Settlement sent = settlement(key, new ClaimResult.SesAccepted("ses-1"));
    var _ = ledger.settle(List.of(sent), Instant.MAX);
    assertThat(ledger.settle(List.of(sent), Instant.MAX)).containsExactly(new Settled.Confirmed());
  }
}
