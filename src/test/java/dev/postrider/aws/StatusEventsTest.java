package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.email.RecipientHash;
import dev.postrider.local.Await;
import dev.postrider.local.LocalDynamoDb;
import dev.postrider.local.LocalSqs;
import dev.postrider.local.Queues;
import dev.postrider.local.events.BusFault;
import dev.postrider.local.events.EventBus;
import dev.postrider.local.ses.Fault;
import dev.postrider.local.ses.SesServer;
import dev.postrider.pace.Gcra;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// From the message to the bus: both functions as Lambda calls them, between the real protocols.
class StatusEventsTest {
  private static SdkProperties properties;
  private static LocalSqs sqs;
  private static LocalDynamoDb dynamoDb;
  private static DynamoDbClient tables;
  private static Queues queues;
  private static EventBus bus;
  private SesServer ses;
  private DispatchFunction dispatch;
  private FeedbackFunction feedback;

  @BeforeAll
  static void startServers() {
    properties = new SdkProperties();
    sqs = LocalSqs.start();
    queues = sqs.createQueues();
    dynamoDb = LocalDynamoDb.start();
    dynamoDb.createTables("ledger", "suppressions");
    tables = dynamoDb.client();
    bus = EventBus.start("status", 0);
    new DynamoPacer(tables, "ledger", Clock.systemUTC())
        .change(state -> Gcra.underCeiling(state, 1_000, Instant.now()), Instant.now());
  }

  @AfterAll
  static void stopServers() {
    bus.close();
    tables.close();
    dynamoDb.close();
    sqs.close();
    properties.close();
  }

  @BeforeEach
  void start() {
    bus.clear();
    ses = SesServer.start("postrider", this::notify);
    ses.account().maxSendRate(10_000);
    properties.ses(ses.endpoint()).sqs(sqs.endpoint()).dynamoDb(dynamoDb.endpoint());
    functions(environment("HASH"));
  }

  private void functions(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    dispatch = new DispatchFunction(environment);
    feedback = new FeedbackFunction(environment, Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    ses.close();
  }

  private static Map<String, String> environment(String recipients) {
    Map<String, String> all = DispatchInputs.environment(queues);
    all.put("POSTRIDER_DEFAULT_FROM", "shop@example.com");
    all.put("POSTRIDER_STATUS_BUS", "status");
    all.put("POSTRIDER_STATUS_RECIPIENTS", recipients);
    all.put("POSTRIDER_ROUTINE_STATUS_EVENTS", "true");
    all.put("AWS_ENDPOINT_URL_EVENTBRIDGE", bus.endpoint().toString());
    return all;
  }

  /// SES's event comes by SNS.
  private void notify(String message) {
    SNSEvent event =
        new SNSEvent()
            .withRecords(
                List.of(
                    new SNSEvent.SNSRecord()
                        .withSns(new SNSEvent.SNS().withMessageId("sns").withMessage(message))));
    feedback.handleRequest(event, new FunctionContext(Duration.ofSeconds(30)));
  }

  private SQSBatchResponse send(String id, String to, String... fields) {
    String more = Arrays.stream(fields).map(f -> "," + f).reduce("", String::concat);
    return enqueue(
        id,
        "{\"id\":\"%s\",\"to\":\"%s\",\"subject\":\"s\",\"text\":\"secret words\"%s}"
            .formatted(id, to, more));
  }

  private SQSBatchResponse enqueue(String messageId, String body) {
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(DispatchInputs.message(messageId, body)));
    return dispatch.handleRequest(event, new FunctionContext(Duration.ofSeconds(60)));
  }

  private static Stream<JsonNode> of(String id) {
    return bus.events().stream()
        .map(event -> event.path("detail"))
        .filter(detail -> detail.path("id").asText().equals(id));
  }

  private static List<String> statuses(String id) {
    return of(id).map(detail -> detail.path("status").asText()).sorted().toList();
  }

  private static void awaitStatuses(String id, String... statuses) {
    Await.until(
        id + " " + List.of(statuses) + ": " + bus.events(),
        () -> statuses(id).equals(Stream.of(statuses).sorted().toList()));
  }

  @Test
  void withoutRoutineEventsOnlyWhatNeedsSomebodyIsTold() {
    Map<String, String> variables = environment("HASH");
    variables.put("POSTRIDER_ROUTINE_STATUS_EVENTS", "false");
    functions(variables);

    send("e-quiet", "success@simulator.amazonses.com");
    send("e-loud", "bounce+loud@simulator.amazonses.com");

    awaitStatuses("e-loud", "BOUNCED");
    assertThat(statuses("e-quiet")).isEmpty();
  }

  @Test
  void whatIsDeliveredIsToldTwice() {
    send("e-ok", "success@simulator.amazonses.com", "\"tags\":{\"campaign\":\"autumn\"}");

    awaitStatuses("e-ok", "SENT", "DELIVERED");
    assertThat(of("e-ok"))
        .allSatisfy(
            detail -> {
              assertThat(detail.at("/tags/campaign").asText()).isEqualTo("autumn");
              assertThat(detail.path("tags").size()).isEqualTo(1);
              assertThat(detail.path("stream").asText()).isEqualTo("transactional");
              assertThat(detail.path("stack").asText()).isEqualTo("test");
              assertThat(detail.path("sesMessageId").asText()).isNotEmpty();
              assertThat(detail.at("/recipients/0/hash").asText())
                  .isEqualTo(hash("success@simulator.amazonses.com"));
            });
  }

  @Test
  void bouncesAndComplaintsAreTold() {
    send("e-bounce", "bounce@simulator.amazonses.com");
    send("e-complaint", "complaint@simulator.amazonses.com");
    send("e-away", "ooto@simulator.amazonses.com");

    awaitStatuses("e-bounce", "SENT", "BOUNCED");
    awaitStatuses("e-complaint", "SENT", "DELIVERED", "COMPLAINED");
    Await.until("out of office", () -> statuses("e-away").contains("AUTO_REPLIED"));
    assertThat(of("e-bounce").filter(d -> d.path("status").asText().equals("BOUNCED")))
        .singleElement()
        .satisfies(
            detail -> {
              assertThat(detail.path("type").asText()).isEqualTo("Permanent");
              assertThat(detail.path("subType").asText()).isEqualTo("General");
              assertThat(detail.at("/recipients/0/hash").asText())
                  .isEqualTo(hash("bounce@simulator.amazonses.com"));
            });
  }

  @Test
  void whatIsNotSentIsToldWithItsReason() {
    new DynamoSuppressionStore(tables, "suppressions", SuppressionPolicy.DEFAULT)
        .add(
            new SuppressionKey("gone@example.com", Scope.EVERYWHERE),
            new SuppressionFact.Marked(Mark.HARD_BOUNCE, Instant.now().minusSeconds(60)));
    send("e-gone", "gone@example.com");
    send("e-old", "ann@example.com", "\"expiresAt\":\"2020-01-01T00:00:00Z\"");
    ses.faults().next(1, new Fault.Refuse(400, "MessageRejected", "Email address is bad."));
    send("e-refused", "ann@example.com");
    enqueue("e-malformed", "{\"to\":1}");

    assertThat(Stream.of("e-gone", "e-old", "e-refused", "e-malformed").flatMap(id -> of(id)))
        .extracting(d -> d.path("status").asText() + " " + d.path("reason").asText())
        .containsExactly(
            "SUPPRESSED HARD_BOUNCE",
            "EXPIRED EXPIRED",
            "REJECTED SES_REFUSED",
            "REJECTED MALFORMED");
  }

  @Test
  void anUnknownOutcomeIsToldWhenSesSettlesIt() {
    ses.faults().next(1, new Fault.CloseAfterReading());
    send("e-unknown", "ann@example.com");
    assertThat(statuses("e-unknown")).isEmpty();

    ses.publish(
        """
        {"eventType":"Send","send":{},"mail":{"timestamp":"%s",
         "messageId":"ses-1","destination":["ann@example.com"],"tags":{
         "postrider-id":["e-unknown"],"postrider-stream":["transactional"],"t":["v"]}}}
        """
            .formatted(Instant.now()));

    awaitStatuses("e-unknown", "SENT");
    assertThat(of("e-unknown").map(d -> d.path("tags").toString()))
        .containsExactly("{\"t\":\"v\"}");
  }

  @Test
  void noAddressAndNoWordOfTheMailIsOnTheBusUnlessAskedFor() {
    send("e-hash", "success+hash@simulator.amazonses.com");
    awaitStatuses("e-hash", "SENT", "DELIVERED");
    assertThat(of("e-hash").toList().toString()).doesNotContain("@", "secret");

    functions(environment("ADDRESS"));
    send("e-address", "Success+Address@simulator.amazonses.com");
    awaitStatuses("e-address", "SENT", "DELIVERED");
    assertThat(of("e-address").map(d -> d.at("/recipients/0/address").asText()))
        .containsOnly("success+address@simulator.amazonses.com");
  }

  @ParameterizedTest
  @EnumSource(
      value = BusFault.class,
      names = {"INTERNAL_ERROR", "HANG_UP", "DENIED", "THROTTLED"})
  void aBrokenBusFailsNoMail(BusFault fault) {
    bus.fail(1_000, fault);
    String id = "e-broken-" + fault;

    SQSBatchResponse response = send(id, "success@simulator.amazonses.com");

    assertThat(response.getBatchItemFailures()).isEmpty();
    assertThat(ses.counters().acceptedUnits()).isEqualTo(Map.of(id, 1));
    Await.until(
        "the feedback is in the ledger all the same",
        () ->
            new DynamoLedgerReader(tables, "ledger")
                .find(id)
                .map(unit -> !unit.recipients().isEmpty())
                .orElse(false));
    assertThat(of(id)).isEmpty();
  }

  private static String hash(String address) {
    return RecipientHash.keyed(StackRecipientHash.secret(tables, "ledger").orElseThrow())
        .of(address);
  }
}
