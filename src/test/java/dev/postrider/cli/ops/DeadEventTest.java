package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import dev.postrider.local.CommandLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadEventTest {
  private static final CommandLines COMMANDS = new CommandLines(" --stack letters");

  private static final String BOUNCE =
      """
      {"eventType":"Bounce",
       "mail":{"timestamp":"2026-11-24T00:00:00.000Z","messageId":"0102-7",
        "destination":["kim@example.net"],
        "tags":{"postrider-id":["order-7"],"postrider-stream":["receipts"]}},
       "bounce":{"bounceType":"Permanent","bounceSubType":"General",
        "bouncedRecipients":[{"emailAddress":"kim@example.net","action":"failed"}],
        "timestamp":"2026-11-24T00:00:00.000Z","feedbackId":"1"}}
      """;

  @Test
  void whatSnsCouldNotHandOverIsNamedByTypeUnitAndTime() {
    DeadEvent event = DeadEvent.of(notification(BOUNCE).toString());

    assertThat(event.reason()).isEqualTo(DeadEvent.Reason.UNDELIVERED);
    assertThat(event.what())
        .isEqualTo(
            "Bounce (Permanent, General) of order-7, SES message 0102-7, published at"
                + " 2026-11-24T00:00:03Z");
    assertThat(event.unit()).isEqualTo("order-7");
    assertThat(event.stream()).isEqualTo("receipts");
    assertThat(event.problems()).containsExactly("SNS could not hand it to the feedback function");
    assertThat(event.advice("m-1", COMMANDS))
        .contains(
            "postrider verify --no-send",
            "postrider dead retry --queue feedback m-1 --stack letters.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 of 1 notifications failed: SNS message 8f-1: User: arn:aws:sts::1:x is not authorized to"
            + " perform: dynamodb:UpdateItem | is not authorized to perform | A right of the"
            + " function is gone",
        "1 of 1 notifications failed: SNS message 8f-1: ThrottlingException | ThrottlingException |"
            + " DynamoDB refused the load",
        "2026-11-24T00:01:00Z 8f-1 Task timed out after 30.00 seconds | Task timed out | See the"
            + " log of the feedback function",
      })
  void whatTheFunctionFailedOnSaysWhyAndWhatToDo(String message, String why, String advice) {
    DeadEvent event = DeadEvent.of(failed(BOUNCE, message));

    assertThat(event.reason()).isEqualTo(DeadEvent.Reason.FAILED);
    assertThat(event.problems()).singleElement().asString().contains(why);
    assertThat(event.problems().getFirst()).doesNotContain("SNS message");
    assertThat(event.advice("m-1", COMMANDS))
        .contains(advice, "postrider dead retry --queue feedback m-1 --stack letters.");
  }

  @Test
  void whatAServiceSaidOfARecipientIsMasked() {
    DeadEvent event = DeadEvent.of(failed(BOUNCE, "no item for kim@example.net of kim"));

    assertThat(event.problems().getFirst()).contains("no item for …").doesNotContain("kim");
  }

  @Test
  void anEventThatLambdaGaveUpForItsAgeSaysSo() {
    ObjectNode letter = CliJson.readObject(failed(BOUNCE, "")).orElseThrow();
    letter.withObject("/requestContext").put("condition", "EventAgeExceeded");

    DeadEvent event = DeadEvent.of(letter.toString());

    assertThat(event.problems())
        .containsExactly("Lambda did not run the feedback function within six hours");
    assertThat(event.advice("m-1", COMMANDS)).contains("no free concurrency");
  }

  @Test
  void aMalformedEventSaysWhatIsMalformedAndStillWhichEventItIs() {
    String broken = BOUNCE.replace("\"bounce\":", "\"bounces\":");

    DeadEvent failed = DeadEvent.of(failed(broken, "1 of 1 notifications failed"));
    DeadEvent undelivered = DeadEvent.of(notification(broken).toString());

    assertThat(failed.reason()).isEqualTo(DeadEvent.Reason.MALFORMED);
    assertThat(failed.problems().getFirst()).isEqualTo("the Bounce notification has no /bounce");
    assertThat(failed.what()).startsWith("Bounce of order-7, ");
    assertThat(failed.advice("m-1", COMMANDS))
        .contains(
            "No retry succeeds", "postrider dead discard --queue feedback m-1 --stack letters.");
    assertThat(undelivered.reason()).isEqualTo(DeadEvent.Reason.MALFORMED);
    assertThat(undelivered.problems()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kim@example.net",
        "{}",
        "[1]",
        "{\"requestPayload\":{}}",
        "{\"requestPayload\":{\"Records\":[{\"body\":\"kim@example.net\"}]}}",
        "{\"Message\":\"kim@example.net\"}",
        "{\"Message\":\"{\\\"eventType\\\":\\\"kim@example.net\\\"}\"}",
      })
  void whatIsNoEventIsMalformedAndNothingOfItIsShown(String body) {
    DeadEvent event = DeadEvent.of(body);

    assertThat(event.reason())
        .isEqualTo(
            body.contains("eventType") ? DeadEvent.Reason.UNDELIVERED : DeadEvent.Reason.MALFORMED);
    assertThat(event.what() + event.problems() + event.unit() + event.stream())
        .doesNotContain("kim", "@");
  }

  @Test
  void anEventWithoutSnsAroundItIsUndeliveredAndCanBeRetried() {
    DeadEvent event = DeadEvent.of(BOUNCE);

    assertThat(event.reason()).isEqualTo(DeadEvent.Reason.UNDELIVERED);
    assertThat(event.what())
        .isEqualTo("Bounce (Permanent, General) of order-7, SES message 0102-7");
    assertThat(event.payload().orElseThrow().at("/Records/0/Sns/Message").asText())
        .isEqualTo(BOUNCE);
    assertThat(DeadEvent.of("{\"eventType\":\"Bounce\"}").reason())
        .isEqualTo(DeadEvent.Reason.MALFORMED);
  }

  @Test
  void theDailyCallIsNotMalformed() {
    ObjectNode letter =
        CliJson.readObject(failed(BOUNCE, "Task timed out after 30.00 seconds")).orElseThrow();
    letter.withObject("/requestPayload").putArray("Records");

    DeadEvent event = DeadEvent.of(letter.toString());

    assertThat(event.reason()).isEqualTo(DeadEvent.Reason.FAILED);
    assertThat(event.what()).isEqualTo("the daily call that keeps the function ready");
    assertThat(event.problems()).singleElement().asString().contains("Task timed out");
  }

  private static ObjectNode notification(String message) {
    return CliJson.object()
        .put("Type", "Notification")
        .put("MessageId", "n-1")
        .put("Timestamp", "2026-11-24T00:00:03Z")
        .put("Message", message);
  }

  private static String failed(String message, String errorMessage) {
    ObjectNode letter = CliJson.object();
    letter
        .putObject("requestContext")
        .put("condition", "RetriesExhausted")
        .put("approximateInvokeCount", 3);
    letter
        .putObject("requestPayload")
        .putArray("Records")
        .addObject()
        .set("Sns", notification(message));
    letter
        .putObject("responsePayload")
        .put("errorMessage", errorMessage)
        .put("errorType", "dev.postrider.aws.FeedbackFunction$FeedbackFailed");
    return letter.toString();
  }
}
