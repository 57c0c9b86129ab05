package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.crac.Core;
import org.crac.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Priming walks the whole way and changes nothing: not AWS, for which a server stands that notes
/// each call, and not the instance.
class PrimingTest {
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<String> claimsAlone = Collections.synchronizedList(new ArrayList<>());
  private final LoopbackServer aws = LoopbackServer.start("primed", 0, this::answer);
  private final SdkProperties properties =
      new SdkProperties().ses(aws.endpoint()).sqs(aws.endpoint()).dynamoDb(aws.endpoint());
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream stdout = System.out;

  private Reply answer(HttpCall call) throws IOException {
    String operation =
        call.header("X-Amz-Target").orElseGet(() -> String.join("/", call.segments()));
    byte[] body = call.body();
    String name = operation.replaceFirst(".*[./]", "");
    calls.add(name);
    if (name.equals("UpdateItem") && new String(body, StandardCharsets.UTF_8).contains("CLAIMED")) {
      claimsAlone.add(name);
    }
    return new Reply.Response(200, Map.of(), CannedAnswers.to(operation, body));
  }

  @BeforeEach
  void listenToStandardOut() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    System.setOut(stdout);
    properties.close();
    aws.close();
  }

  private Environment environment() {
    return new Environment(variables());
  }

  private Map<String, String> variables() {
    Map<String, String> all = new HashMap<>();
    for (String queue : List.of("MAIL", "BULK", "REJECTED", "HELD")) {
      all.put("POSTRIDER_" + queue + "_QUEUE_URL", aws.endpoint() + "/000000000000/" + queue);
    }
    all.put("POSTRIDER_STACK", "test");
    all.put("POSTRIDER_LOG_LEVEL", "INFO");
    all.put("POSTRIDER_LEDGER_TABLE", "ledger");
    all.put("POSTRIDER_SUPPRESSION_TABLE", "suppressions");
    all.put("POSTRIDER_CONFIGURATION_SET", "postrider");
    all.put("POSTRIDER_STATUS_RECIPIENTS", "HASH");
    all.put("POSTRIDER_STATUS_BUS", "status");
    all.put("POSTRIDER_ROUTINE_STATUS_EVENTS", "true");
    all.put("AWS_ENDPOINT_URL_EVENTBRIDGE", aws.endpoint().toString());
    all.put("POSTRIDER_LEDGER_DAYS", "30");
    all.put("POSTRIDER_CONFIGURATION_FAULT_DAYS", "7");
    all.put("POSTRIDER_UNKNOWN_GRACE", "PT2M");
    all.put("POSTRIDER_SOFT_BOUNCE_COUNT", "3");
    all.put("POSTRIDER_SOFT_BOUNCE_WINDOW", "P7D");
    all.put("POSTRIDER_SOFT_BOUNCE_SUPPRESSION", "P14D");
    return all;
  }

  private JsonLog log() {
    return new JsonLog(
        new PrintStream(log, true, StandardCharsets.UTF_8), JsonLog.Level.INFO, "test");
  }

  private Stream<String> lines(String part) {
    return log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains(part));
  }

  /// Also where mail that names no stream is bulk mail, which the mail queue passes on.
  @ParameterizedTest
  @ValueSource(strings = {"", "transactional", "default, transactional, marketing"})
  void everyMailOfThePrimingGoesTheWholeWay(String bulkStreams) {
    Map<String, String> variables = variables();
    variables.put("POSTRIDER_BULK_STREAMS", bulkStreams);

    DispatchFunction.prime(new Environment(variables), log());

    assertThat(lines("\"event\":\"unit\"")).isNotEmpty().allMatch(l -> l.contains("\"SENT\""));
    assertThat(lines("\"unit\":\"primed-plain\"")).hasSize(Priming.ROUNDS);
    assertThat(lines("\"unit\":\"primed-entries#1\"")).hasSize(Priming.ROUNDS);
    assertThat(lines("\"level\":\"WARN\"")).as("status events are told too").isEmpty();
    assertThat(lines("\"level\":\"ERROR\"")).isEmpty();
  }

  /// The canned answers must be such that the statements of a batch take effect: else each is made
  /// again as an update of its own, and the batch's way is not primed.
  @Test
  void primedMailIsClaimedAndSettledInBatches() {
    DispatchFunction function = new DispatchFunction(environment(), log());
    SQSEvent event = new SQSEvent();
    event.setRecords(PrimingMail.batch());

    assertThat(
            function
                .handleRequest(event, new FunctionContext(Duration.ofSeconds(60)))
                .getBatchItemFailures())
        .isEmpty();

    assertThat(claimsAlone).isEmpty();
    assertThat(calls).contains("BatchExecuteStatement");
    assertThat(calls.stream().filter("UpdateItem"::equals))
        .as("pace, the hashes' secret, and settlements of three messages, unless they share a call")
        .hasSizeLessThanOrEqualTo(5);
  }

  @Test
  void everyEventOfThePrimingIsTakenIn() {
    FeedbackFunction.prime(environment(), log());

    assertThat(lines("\"event\":\"feedback\"")).hasSize(Priming.ROUNDS);
    assertThat(lines("UNKNOWN")).isEmpty();
    assertThat(lines("\"level\":\"WARN\"")).isEmpty();
    assertThat(lines("\"level\":\"ERROR\"")).isEmpty();
  }

  /// Neither does it ask for credentials: there are none.
  @Test
  void primingCallsNobodyAndPrintsNothing() {
    properties.close();

    DispatchFunction.prime(environment(), JsonLog.unread());
    FeedbackFunction.prime(environment(), JsonLog.unread());

    assertThat(calls).isEmpty();
    assertThat(printed.size()).isZero();
  }

  /// The SDK's clients start threads that watch their time-outs, and that only a client's end ends.
  @Test
  void noThreadOfThePrimingStaysInTheInstance() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    DispatchFunction.prime(environment(), JsonLog.unread());
    FeedbackFunction.prime(environment(), JsonLog.unread());

    List<Thread> begun = new ArrayList<>(Thread.getAllStackTraces().keySet());
    begun.removeAll(before);
    for (Thread thread : begun) {
      if (thread.getName().startsWith("sdk-") || thread.getName().startsWith("Thread-")) {
        assertThat(thread.join(Duration.ofSeconds(2))).as(thread.getName()).isTrue();
      }
    }
  }

  @Test
  void aPrimingThatDoesNotFitTheSdkAnyMoreSpoilsNoSnapshot() {
    Resource hook =
        Priming.hook(
            () -> {
              throw new NoSuchMethodError("gone");
            });

    assertThatCode(() -> hook.beforeCheckpoint(Core.getGlobalContext())).doesNotThrowAnyException();
  }

  /// A pace that was known, a secret that was read or an id that was used would save a call or ask
  /// for another.
  @Test
  void theFirstInvocationAfterPrimingMakesTheCallsOfAFreshInstance() {
    List<String> fresh = firstMail(new DispatchFunction(environment(), log()));
    DispatchFunction primed = new DispatchFunction(environment(), log());
    DispatchFunction.prime(environment(), JsonLog.unread());

    assertThat(firstMail(primed)).isEqualTo(fresh).contains("GetItem", "outbound-emails");
    assertThat(fresh).filteredOn("UpdateItem"::equals).as("the hash's secret too").hasSize(4);
  }

  private List<String> firstMail(DispatchFunction function) {
    calls.clear();
    SQSEvent event = new SQSEvent();
    event.setRecords(PrimingMail.batch().subList(0, 1));
    assertThat(
            function
                .handleRequest(event, new FunctionContext(Duration.ofSeconds(60)))
                .getBatchItemFailures())
        .isEmpty();
    return calls.stream().sorted().toList();
  }

  @Test
  void theFirstEventAfterPrimingMakesTheCallsOfAFreshInstance() {
    List<String> fresh = firstEvents(new FeedbackFunction(environment(), Clock.systemUTC()));
    FeedbackFunction primed = new FeedbackFunction(environment(), Clock.systemUTC());
    FeedbackFunction.prime(environment(), JsonLog.unread());

    assertThat(firstEvents(primed)).isEqualTo(fresh).contains("UpdateItem", "PutEvents");
  }

  private List<String> firstEvents(FeedbackFunction function) {
    calls.clear();
    SNSEvent event = new SNSEvent().withRecords(PrimingEvents.records());
    assertThat(function.handleRequest(event, new FunctionContext(Duration.ofSeconds(60)))).isNull();
    return calls.stream().sorted().toList();
  }
}
