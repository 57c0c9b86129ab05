package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.local.LocalDynamoDb;
import dev.postrider.local.LocalSqs;
import dev.postrider.local.Queues;
import dev.postrider.local.ses.Fault;
import dev.postrider.local.ses.SampleTemplates;
import dev.postrider.local.ses.SesServer;
import dev.postrider.pace.Gcra;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sesv2.model.EmailTemplateContent;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The function as Lambda calls it, against the three services' protocols.
final class DispatchFunctionTest {
  private static final String BULK_ARN = "arn:aws:sqs:eu-central-1:000000000000:BulkQueue";

  private static SdkProperties properties;
  private static LocalSqs sqs;
  private static LocalDynamoDb dynamoDb;
  private static Queues queues;
  private static SqsClient queueClient;
  private static DynamoDbClient tableClient;
  private SesServer ses;
  private DispatchFunction function;

  @BeforeAll
  static void startTables() {
    properties = new SdkProperties();
    sqs = LocalSqs.start();
    queues = sqs.createQueues();
    dynamoDb = LocalDynamoDb.start();
    dynamoDb.createTables("ledger", "suppressions");
    queueClient = sqs.client();
    tableClient = dynamoDb.client();
    new DynamoPacer(tableClient, "ledger", Clock.systemUTC())
        .change(state -> Gcra.underCeiling(state, 1_000, Instant.now()), Instant.now());
  }

  @AfterAll
  static void stopTables() {
    queueClient.close();
    tableClient.close();
    sqs.close();
    dynamoDb.close();
    properties.close();
  }

  @BeforeEach
  void start() {
    ses = SesServer.start("postrider", _ -> {});
    ses.account().maxSendRate(10_000);
    ses.account()
        .templates()
        .put(
            "welcome",
            EmailTemplateContent.builder().subject("Hi {{n}}").text("Hello {{n}}").build());
    properties.ses(ses.endpoint()).sqs(sqs.endpoint()).dynamoDb(dynamoDb.endpoint());
    function = new DispatchFunction(environment());
  }

  @AfterEach
  void stop() {
    ses.close();
    queues.all().forEach(url -> queueClient.purgeQueue(purge -> purge.queueUrl(url)));
  }

  private static Environment environment() {
    Map<String, String> environment = DispatchInputs.environment(queues);
    environment.put("POSTRIDER_DEFAULT_FROM", "Shop <shop@example.com>");
    environment.put("POSTRIDER_HOLD_STREAMS", "marketing");
    environment.put("POSTRIDER_BULK_STREAMS", "marketing");
    return new Environment(environment);
  }

  private static SQSMessage mail(String id, String... fields) {
    return DispatchInputs.message(
        "m-" + id,
        "{\"id\":\"%s\",\"to\":\"%s@example.com\",\"subject\":\"Hi\",\"text\":\"Hello\"%s}"
            .formatted(
                id,
                id,
                Arrays.stream(fields).map(field -> "," + field).collect(Collectors.joining())));
  }

  private List<String> failures(SQSMessage... messages) {
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(messages));
    SQSBatchResponse response =
        function.handleRequest(event, new FunctionContext(Duration.ofSeconds(60)));
    return response.getBatchItemFailures().stream()
        .map(BatchItemFailure::getItemIdentifier)
        .toList();
  }

  private static State state(String key) {
    return LedgerItem.entry(
            tableClient.getItem(get -> get.tableName("ledger").key(LedgerItem.key(key))).item())
        .state();
  }

  private static List<Message> receive(String url) {
    return queueClient
        .receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  private static String attribute(Message copy, String name) {
    return Objects.requireNonNull(copy.messageAttributes().get(name)).stringValue();
  }

  @Test
  void oneBatchHoldsEveryKindOfMessageAndNoneHarmsAnother() {
    new DynamoSuppressionStore(
            tableClient,
            "suppressions",
            new SuppressionPolicy(3, Duration.ofDays(7), Duration.ofDays(14)))
        .add(
            new SuppressionKey("f-gone@example.com", Scope.EVERYWHERE),
            new SuppressionFact.Marked(Mark.HARD_BOUNCE, Instant.now().minusSeconds(60)));
    ses.faults().next(1, new Fault.CloseAfterReading(), "SendBulkEmail");

    List<String> failed =
        failures(
            mail("f-a"),
            DispatchInputs.message("m-copy", mail("f-a").getBody()),
            DispatchInputs.message("m-reused", mail("f-a", "\"html\":\"<p>other\"").getBody()),
            DispatchInputs.message("m-bad", "no JSON"),
            mail("f-gone"),
            mail("f-old", "\"expiresAt\":\"2020-01-01T00:00:00Z\""),
            mail("f-bulk", "\"stream\":\"marketing\""),
            DispatchInputs.message(
                "m-p",
                """
                {"id":"f-p","template":{"name":"welcome"},"recipients":[
                 {"to":"p0@example.com","data":{"n":"0"}},{"to":"p1@example.com","data":{"n":"1"}}]}\
                """));

    assertThat(failed).isEmpty();
    assertThat(ses.counters().acceptedUnits()).isEqualTo(Map.of("f-a", 1));
    assertThat(state("f-a")).isEqualTo(State.SENT);
    assertThat(state("f-gone")).isEqualTo(State.SUPPRESSED);
    assertThat(state("f-old")).isEqualTo(State.EXPIRED);
    assertThat(state("f-p#0")).isEqualTo(State.UNKNOWN);
    assertThat(state("f-p#1")).isEqualTo(State.UNKNOWN);
    assertThat(receive(queues.rejected()))
        .extracting(copy -> attribute(copy, "postrider-reason"))
        .containsExactlyInAnyOrder("MALFORMED", "ID_REUSED");
    assertThat(receive(queues.bulk()))
        .extracting(copy -> attribute(copy, "postrider-id"))
        .containsExactly("f-bulk");
    assertThat(receive(queues.mail())).as("the unknown one waits for the grace").isEmpty();
  }

  private void refuse(int times, int status, String code, String text) {
    ses.faults().next(times, new Fault.Refuse(status, code, text));
  }

  private static UnitRecord recorded(String key) {
    return new DynamoLedgerReader(tableClient, "ledger").find(key).orElseThrow();
  }

  /// The bulk call is refused, and then each mail by itself.
  @Test
  void whySesRefusedAnInlineTemplateIsInTheLogTheLedgerAndTheRejectedCopy() {
    String text = "Template contains unsupported operations.";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    function =
        new DispatchFunction(
            environment(),
            new JsonLog(
                new PrintStream(out, true, StandardCharsets.UTF_8), JsonLog.Level.INFO, "mail"));

    List<String> failed =
        failures(
            DispatchInputs.message(
                "m-path",
                """
                {"id":"f-path","template":{"subject":"Order","text":"{{order.sum}}"},
                 "data":{"order":{"sum":"12"}},"recipients":[
                 {"to":"e0@example.net"},{"to":"e1@example.net"},{"to":"e2@example.net"}]}\
                """));

    assertThat(failed).isEmpty();
    assertThat(recorded("f-path#1").entry().state()).isEqualTo(State.REJECTED);
    assertThat(recorded("f-path#1").reason()).isEqualTo("BadRequestException");
    assertThat(recorded("f-path#1").text()).isEqualTo(text);
    assertThat(receive(queues.rejected()))
        .singleElement()
        .satisfies(
            copy ->
                assertThat(attribute(copy, "postrider-problems"))
                    .startsWith("SES refused it with BadRequestException")
                    .endsWith(": " + text));
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .filteredOn(line -> line.contains("\"text\":\"" + text + "\""))
        .hasSize(3);
  }

  @Test
  void whyMailWaitsForATenantsAssociationIsInTheLedger() {
    String text =
        "Tenant not associated with resources"
            + " [arn:aws:ses:eu-west-1:123456789012:configuration-set/postrider].";
    refuse(1, 403, "AccessDeniedException", text);

    assertThat(failures(mail("f-tenant", "\"tenant\":\"shop-7\""))).isEmpty();

    UnitRecord waits = recorded("f-tenant");
    assertThat(waits.reason()).isEqualTo("MISCONFIGURED AccessDeniedException");
    assertThat(waits.text()).isEqualTo(text);
    assertThat(waits.nextTry().orElseThrow()).isAfter(waits.updatedAt().orElseThrow());
  }

  @Test
  void theDailyCallDoesNothingAndWritesNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonLog log =
        new JsonLog(
            new PrintStream(out, true, StandardCharsets.UTF_8), JsonLog.Level.DEBUG, "test");
    DispatchFunction listened = new DispatchFunction(environment(), log);
    SQSEvent awake =
        LambdaEventSerializers.serializerFor(
                SQSEvent.class, DispatchFunctionTest.class.getClassLoader())
            .fromJson(Files.newInputStream(Path.of("events", "awake.json")));

    assertThat(
            listened
                .handleRequest(awake, new FunctionContext(Duration.ofSeconds(60)))
                .getBatchItemFailures())
        .isEmpty();
    assertThat(out.size()).isZero();
  }

  static List<Path> events() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("events"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("dispatch-"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void nothingOfAnEventOfTheRepositoryIsLeftToSqsOrWaits(Path file) throws IOException {
    SampleTemplates.store(ses.account());
    SQSEvent event =
        LambdaEventSerializers.serializerFor(SQSEvent.class, getClass().getClassLoader())
            .fromJson(Files.readString(file));
    boolean movesToBulk = file.endsWith("dispatch-marketing.json");

    SQSBatchResponse response =
        function.handleRequest(event, new FunctionContext(Duration.ofSeconds(60)));

    assertThat(response.getBatchItemFailures()).isEmpty();
    assertThat(waiting(queues.mail())).isZero();
    assertThat(waiting(queues.bulk())).isEqualTo(movesToBulk ? 1 : 0);
    assertThat(waiting(queues.held())).isZero();
  }

  /// Copies in a queue, those that are delayed among them.
  private static int waiting(String url) {
    Map<QueueAttributeName, String> depths =
        queueClient
            .getQueueAttributes(
                get ->
                    get.queueUrl(url)
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
            .attributes();
    return depths.values().stream().mapToInt(Integer::parseInt).sum();
  }

  @Test
  void aBatchOfTheBulkQueueIsSentFromThere() {
    SQSMessage message = mail("f-marketing", "\"stream\":\"marketing\"");
    message.setEventSourceArn(BULK_ARN);

    assertThat(failures(message)).isEmpty();

    assertThat(state("f-marketing")).isEqualTo(State.SENT);
  }

  @Test
  void aDeferredCopySendsItsEntriesAloneUnderItsOwnId() {
    SQSMessage copy =
        DispatchInputs.message(
            "m-copy",
            """
            {"template":{"name":"welcome"},"recipients":[
             {"to":"p0@example.com"},{"to":"p1@example.com"},{"to":"p2@example.com"}]}\
            """);
    copy.setMessageAttributes(
        Map.of(
            "postrider-id", attribute("f-original"),
            "postrider-attempt", attribute("2"),
            "postrider-first-seen", attribute(Long.toString(System.currentTimeMillis() - 60_000)),
            "postrider-entries", attribute("0,2")));

    assertThat(failures(copy)).isEmpty();

    assertThat(ses.counters().acceptedUnits())
        .isEqualTo(Map.of("f-original#0", 1, "f-original#2", 1));
  }

  private static MessageAttribute attribute(String value) {
    MessageAttribute attribute = new MessageAttribute();
    attribute.setDataType("String");
    attribute.setStringValue(value);
    return attribute;
  }

  @Test
  void fiftyMailsAreFiftyCallsAndEachIsInTheLedger() {
    SQSMessage[] messages =
        IntStream.range(0, 50).mapToObj(i -> mail("f-fifty-" + i)).toArray(SQSMessage[]::new);

    assertThat(failures(messages)).isEmpty();

    assertThat(ses.counters().requests("SendEmail")).isEqualTo(50);
    List<State> states = new ArrayList<>();
    IntStream.range(0, 50).forEach(i -> states.add(state("f-fifty-" + i)));
    assertThat(states).hasSize(50).containsOnly(State.SENT);
  }

  @Test
  void twoInvocationsWithTheSameMailAtTheSameTimeSendItOnce() {
    List<SQSMessage> copies =
        IntStream.range(0, 8)
            .mapToObj(i -> DispatchInputs.message("m-" + i, mail("f-race").getBody()))
            .toList();

    List<List<String>> failed =
        new VirtualFanout(8)
            .all(
                copies.stream().<Supplier<List<String>>>map(copy -> () -> failures(copy)).toList());

    assertThat(failed).allMatch(List::isEmpty);
    assertThat(ses.counters().acceptedUnits()).isEqualTo(Map.of("f-race", 1));
  }

  @Test
  void anEventThatWasWrittenByHandMayDoWithoutWhatSqsAdds() {
    SQSMessage bare = new SQSMessage();
    bare.setMessageId("m-bare");
    bare.setBody(mail("f-bare").getBody());

    assertThat(failures(bare)).isEmpty();
    assertThat(state("f-bare")).isEqualTo(State.SENT);
  }

  private SQSBatchResponse handleJson(String json) {
    SQSEvent event =
        LambdaEventSerializers.serializerFor(SQSEvent.class, getClass().getClassLoader())
            .fromJson(json);
    return function.handleRequest(event, new FunctionContext(Duration.ofSeconds(60)));
  }

  /// A record without an id cannot be named in the response: Lambda would delete the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | an event without Records",
        "{} | an event without Records",
        "{'Records': null} | an event without Records",
        "{'Records': [GOOD, null]} | record 2 of 2 without anything",
        "{'Records': [GOOD, {'body': 'BODY'}]} | record 2 of 2 without messageId",
        "{'Records': [{'messageId': 'm-2'}, GOOD]} | record 1 of 2 without body",
        "{'Records': [{'EventSource': 'aws:sns', 'Sns': {'MessageId': 'x', 'Message': 'BODY'}}]}"
            + " | record 1 of 1 without messageId"
      })
  void anEventThatIsNotSqssFailsWholeBeforeAnythingIsSent(String json, String found) {
    String body = mail("f-beside").getBody().replace("\"", "\\\"");
    String event =
        json.replace('\'', '"')
            .replace("GOOD", "{\"messageId\": \"m-1\", \"body\": \"BODY\"}")
            .replace("BODY", body);

    assertThatThrownBy(() -> handleJson(event))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected an SQS event, whose Records have messageId and body; found %s", found);
    assertThat(ses.counters().requests("SendEmail")).isZero();
  }

  @Test
  void anEventWithoutMessagesSucceedsAndDoesNothing() {
    assertThat(handleJson("{\"Records\": []}").getBatchItemFailures()).isEmpty();
  }
}
