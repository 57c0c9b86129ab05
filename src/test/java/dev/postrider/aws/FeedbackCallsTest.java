package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Json;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import dev.postrider.sesevents.SesEventWriter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The calls that an event costs, all of which are made at once: the server that stands for AWS
/// answers none of them before it has them all.
class FeedbackCallsTest {
  private static final String ANN = "ann@example.com";
  private static final String BOB = "bob@example.com";
  private static final Instant AT = Instant.parse("2026-11-24T00:00:00Z");

  private final LoopbackServer aws = LoopbackServer.start("counted", 0, this::answer);
  private final SdkProperties properties = new SdkProperties().dynamoDb(aws.endpoint());
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  /// Open once all calls of the event are there.
  private volatile CountDownLatch expected = new CountDownLatch(0);

  /// Calls that waited for the others in vain.
  private final List<String> alone = Collections.synchronizedList(new ArrayList<>());

  private Reply answer(HttpCall call) throws IOException {
    String operation = call.header("X-Amz-Target").orElseThrow();
    byte[] body = call.body();
    String table = Json.read(body).path("TableName").asText();
    String name = (operation.replaceFirst(".*[.]", "") + " " + table).strip();
    calls.add(name);
    CountDownLatch others = expected;
    others.countDown();
    try {
      if (!others.await(2, TimeUnit.SECONDS)) {
        alone.add(name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Reply.Response(200, Map.of(), CannedAnswers.to(operation, body));
  }

  @AfterEach
  void stop() {
    properties.close();
    aws.close();
  }

  /// One that has read the hashes' key, and whose ways to the tables and the bus are loaded.
  private FeedbackFunction function(boolean routine) {
    Map<String, String> all = new HashMap<>();
    all.put("POSTRIDER_STACK", "test");
    all.put("POSTRIDER_LOG_LEVEL", "ERROR");
    all.put("POSTRIDER_LEDGER_TABLE", "ledger");
    all.put("POSTRIDER_SUPPRESSION_TABLE", "suppressions");
    all.put("POSTRIDER_STATUS_RECIPIENTS", "HASH");
    all.put("POSTRIDER_STATUS_BUS", "status");
    all.put("POSTRIDER_ROUTINE_STATUS_EVENTS", Boolean.toString(routine));
    all.put("AWS_ENDPOINT_URL_EVENTBRIDGE", aws.endpoint().toString());
    all.put("POSTRIDER_SOFT_BOUNCE_COUNT", "3");
    all.put("POSTRIDER_SOFT_BOUNCE_WINDOW", "P7D");
    all.put("POSTRIDER_SOFT_BOUNCE_SUPPRESSION", "P14D");
    FeedbackFunction function = new FeedbackFunction(new Environment(all), Clock.systemUTC());
    handle(function, event("hard Bounce"));
    calls.clear();
    return function;
  }

  /// CannedAnswers' ledger has the unit as SENT under this id.
  private static SesEventWriter mail(String... to) {
    return new SesEventWriter(
        AT,
        "primed",
        List.of(to),
        Map.of("postrider-id", "order-1", "postrider-stream", "receipts"));
  }

  private static void handle(FeedbackFunction function, ObjectNode event) {
    SNSEvent.SNS sns = new SNSEvent.SNS().withMessageId("sns").withMessage(event.toString());
    var _ =
        function.handleRequest(
            new SNSEvent().withRecords(List.of(new SNSEvent.SNSRecord().withSns(sns))),
            new FunctionContext(Duration.ofSeconds(30)));
  }

  private static ObjectNode event(String kind) {
    return switch (kind) {
      case "Send" -> mail(ANN).send();
      case "Delivery" -> mail(ANN).delivery(AT, ANN);
      case "hard Bounce" ->
          mail(ANN).bounce(AT, ANN, "Permanent", "General", "smtp; 550 5.1.1 no such user");
      case "soft Bounce" ->
          mail(ANN).bounce(AT, ANN, "Transient", "MailboxFull", "smtp; 452 4.2.2 full");
      case "refused content" ->
          mail(ANN).bounce(AT, ANN, "Transient", "ContentRejected", "smtp; 550 5.7.1 spam");
      case "Complaint" -> mail(ANN).complaint(AT, List.of(ANN), "abuse");
      case "Complaint of two" -> mail(ANN, BOB).complaint(AT, List.of(ANN, BOB), "abuse");
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "Send, false, GetItem ledger",
    "Delivery, false, UpdateItem ledger",
    "Delivery, true, PutEvents + UpdateItem ledger",
    "hard Bounce, false, PutEvents + UpdateItem ledger + UpdateItem suppressions",
    "soft Bounce, false, PutEvents + UpdateItem ledger + UpdateItem suppressions",
    "refused content, false, PutEvents + UpdateItem ledger",
    "Complaint, false, PutEvents + UpdateItem ledger + UpdateItem suppressions",
    "Complaint of two, false,"
        + " PutEvents + UpdateItem ledger + UpdateItem suppressions + UpdateItem suppressions"
  })
  void anEventIsWrittenAndToldInOneRoundTrip(String kind, boolean routine, String made) {
    FeedbackFunction function = function(routine);
    List<String> all = List.of(made.split(" \\+ "));
    expected = new CountDownLatch(all.size());

    handle(function, event(kind));

    assertThat(calls.stream().sorted()).isEqualTo(all);
    assertThat(alone).as("calls that waited for another one's answer").isEmpty();
  }
}
