package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.suppression.FactStore.StoreUnavailable;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.Suppression;
import dev.postrider.suppression.SuppressionFact.Marked;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionReason;
import dev.postrider.suppression.SuppressionVerdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoSuppressionsFaultsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration BUDGET = Duration.ofSeconds(20);
  private static final Recipient ANN = new Recipient("ann@example.com", "news", null);
  private static final Recipient BOB = new Recipient("bob@example.com", "news", null);
  private static final String NOTHING = "{\"Responses\":{\"T\":[]},\"UnprocessedKeys\":{}}";
  private static final String BOB_UNPROCESSED =
      """
      {"Responses":{"T":[{"address":{"S":"ann@example.com"},"scope":{"S":"*"},
        "hardBounceAt":{"N":"1795521600000"}}]},
       "UnprocessedKeys":{"T":{"Keys":[{"address":{"S":"bob@example.com"},"scope":{"S":"*"}}]}}}
      """;

  private static final ScriptedDynamoDb SERVER = new ScriptedDynamoDb();
  private static final DynamoDbClient CLIENT = SERVER.client();

  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final Clock clock = settable();
  private final DynamoSuppressions suppressions = suppressions(CLIENT);

  @BeforeEach
  void forget() {
    SERVER.reset();
  }

  @AfterAll
  static void stop() {
    CLIENT.close();
    SERVER.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, ProvisionedThroughputExceededException",
    "400, ThrottlingException",
    "400, RequestLimitExceeded",
    "500, InternalServerError",
    "503, ServiceUnavailable"
  })
  void aThrottleOrAFaultThatPassesIsAskedAgain(int status, String code) {
    SERVER.thenFails(status, code).thenFails(status, code).thenAnswers(NOTHING);

    assertThat(suppressions.lookup(Set.of(ANN), BUDGET))
        .isEqualTo(Map.of(ANN, new SuppressionVerdict.Clear()));
    assertThat(SERVER.requests()).hasSize(3);
    assertThat(now.get()).isAfter(NOW).isBefore(NOW.plus(BUDGET));
  }

  @Test
  void aThrottleThatLastsIsUnreadableWhenTheBudgetIsOver() {
    SERVER.thenFails(400, "ProvisionedThroughputExceededException");

    assertThat(suppressions.lookup(Set.of(ANN), BUDGET))
        .isEqualTo(
            Map.of(
                ANN, new SuppressionVerdict.Unreadable("ProvisionedThroughputExceededException")));
    assertThat(SERVER.requests()).hasSizeBetween(20, 200);
    assertThat(now.get()).isBefore(NOW.plus(BUDGET));
  }

  @Test
  void aRefusalIsUnreadableAtOnce() {
    SERVER.thenFails(400, "AccessDeniedException");

    assertThat(suppressions.lookup(Set.of(ANN), BUDGET))
        .isEqualTo(Map.of(ANN, new SuppressionVerdict.Unreadable("AccessDeniedException")));
    assertThat(SERVER.requests()).hasSize(1);
  }

  @Test
  void keysThatWereLeftOutAreAskedForAgainAndOnlyThey() {
    SERVER.thenAnswers(BOB_UNPROCESSED).thenAnswers(NOTHING);

    assertThat(suppressions.lookup(Set.of(ANN, BOB), BUDGET))
        .isEqualTo(Map.of(ANN, bounced(), BOB, new SuppressionVerdict.Clear()));
    assertThat(SERVER.requests()).hasSize(2);
    assertThat(SERVER.requests().getLast()).contains("bob@example.com").doesNotContain("ann@");
  }

  @Test
  void keysThatStayLeftOutAreUnreadableAndTheOthersAreAnswered() {
    SERVER.thenAnswers(BOB_UNPROCESSED);

    assertThat(suppressions.lookup(Set.of(ANN, BOB), BUDGET))
        .isEqualTo(
            Map.of(ANN, bounced(), BOB, new SuppressionVerdict.Unreadable("UnprocessedKeys")));
  }

  @Test
  void anItemThatCannotBeUnderstoodIsUnreadable() {
    SERVER.thenAnswers(
        """
        {"Responses":{"T":[{"address":{"S":"ann@example.com"},"scope":{"S":"*"},
          "complaintAt":{"N":"1e3"}}]}}
        """);

    assertThat(suppressions.lookup(Set.of(ANN), BUDGET))
        .isEqualTo(Map.of(ANN, new SuppressionVerdict.Unreadable("malformed item")));
  }

  @Test
  void withoutTimeNothingIsAskedAndNothingIsClear() {
    assertThat(suppressions.lookup(Set.of(ANN), Duration.ZERO))
        .isEqualTo(Map.of(ANN, new SuppressionVerdict.Unreadable("no time left")));
    assertThat(SERVER.requests()).isEmpty();
  }

  @Test
  void aServerThatIsGoneIsUnreadable() {
    ScriptedDynamoDb gone = new ScriptedDynamoDb();
    gone.close();

    try (DynamoDbClient toNobody = gone.client()) {
      assertThat(suppressions(toNobody).lookup(Set.of(ANN), BUDGET))
          .isEqualTo(Map.of(ANN, new SuppressionVerdict.Unreadable("SdkClientException")));
    }
  }

  @Test
  void aHundredKeysAreReadWithOneConsistentCall() {
    SERVER.thenAnswers(NOTHING);
    Set<Recipient> recipients = new HashSet<>();
    IntStream.range(0, 425).forEach(n -> recipients.add(new Recipient("u" + n, "news", null)));

    assertThat(suppressions.lookup(recipients, BUDGET)).hasSize(425);
    assertThat(SERVER.requests())
        .hasSize(9)
        .allMatch(request -> request.contains("\"ConsistentRead\":true"));
  }

  @Test
  void aWriteThatFailsNamesTheErrorAndNoAddress() {
    SERVER.thenFails(400, "AccessDeniedException");
    DynamoSuppressionStore store =
        new DynamoSuppressionStore(CLIENT, "T", SuppressionPolicy.DEFAULT);

    assertThatThrownBy(
            () ->
                store.add(
                    new SuppressionKey("ann@example.com", Scope.EVERYWHERE),
                    new Marked(Mark.COMPLAINT, NOW)))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("DynamoDB UpdateItem failed: AccessDeniedException (status 400, request R1)")
        .hasNoCause();
    assertThatThrownBy(() -> store.get("ann@example.com"))
        .hasMessage("DynamoDB Query failed: AccessDeniedException (status 400, request R1)");
    assertThatThrownBy(() -> store.list(Optional.empty(), 1))
        .hasMessage("DynamoDB Scan failed: AccessDeniedException (status 400, request R1)");
  }

  private DynamoSuppressions suppressions(DynamoDbClient dynamoDb) {
    return new DynamoSuppressions(
        dynamoDb,
        "T",
        SuppressionPolicy.DEFAULT,
        new DynamoSuppressionsTest.InOrder(),
        now::set,
        new Random(1),
        clock);
  }

  private static SuppressionVerdict bounced() {
    return new SuppressionVerdict.MustNotMail(
        new Suppression(SuppressionReason.HARD_BOUNCE, NOW, null), Scope.EVERYWHERE);
  }

  private Clock settable() {
    InstantSource source = now::get;
    return source.withZone(ZoneOffset.UTC);
  }
}
