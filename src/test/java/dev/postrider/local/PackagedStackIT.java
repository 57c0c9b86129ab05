package dev.postrider.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.local.ses.ReceivedMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The functions as packaged for AWS, in the embedded stack.
class PackagedStackIT {
  /// Lambda's snapshot grows with the package, and what grew is mostly a library that nobody meant.
  private static final long BUDGET_BYTES = 20_000_000;

  @Test
  void thePackageKeepsToItsBudget() throws IOException {
    assertThat(Files.size(Path.of("target/postrider-function.zip"))).isLessThan(BUDGET_BYTES);
  }

  @Test
  void aMessageOnTheQueueEndsInTheInboxOnceAndAMalformedOneInTheRejectedQueue() {
    LocalOptions options =
        LocalOptions.of(Path.of("target").toAbsolutePath())
            .queueing(
                new LocalOptions.Queueing(Duration.ofSeconds(30), 5, 50, Duration.ofMillis(200)));
    try (LocalStack stack = LocalStack.start(options);
        SqsClient sqs = stack.sqs().client()) {
      String body =
          """
          {"id":"welcome-1","to":"success@simulator.amazonses.com","subject":"Hello","text":"Hi"}
          """;
      sqs.sendMessage(s -> s.queueUrl(stack.queues().mail()).messageBody(body));
      sqs.sendMessage(s -> s.queueUrl(stack.queues().mail()).messageBody(body));
      sqs.sendMessage(s -> s.queueUrl(stack.queues().mail()).messageBody("{"));

      Await.until(
          "both ends are reached",
          Duration.ofMinutes(2),
          () ->
              stack.depth(stack.queues().rejected()) == 1
                  && stack.ses().counters().acceptedMessages() == 1
                  && stack.depth(stack.queues().mail()) == 0
                  && stack.events().events().size() >= 3);
      assertThat(stack.ses().counters().acceptedUnits()).isEqualTo(Map.of("welcome-1", 1));
      assertThat(stack.ses().inbox().to("success@simulator.amazonses.com"))
          .singleElement()
          .extracting(ReceivedMessage::subject)
          .isEqualTo("Hello");
      assertThat(stack.events().events())
          .extracting(event -> event.at("/detail/status").asText())
          .containsExactlyInAnyOrder("SENT", "DELIVERED", "REJECTED");
    }
  }
}
