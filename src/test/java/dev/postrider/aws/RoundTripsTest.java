package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.postrider.local.Queues;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How many calls new mail on a warm instance waits for, one after the other.
final class RoundTripsTest {
  private final List<Called> calls = new ArrayList<>();
  private final LoopbackServer aws = LoopbackServer.start("aws", 0, this::answer);
  private final SdkProperties properties =
      new SdkProperties().ses(aws.endpoint()).sqs(aws.endpoint()).dynamoDb(aws.endpoint());

  /// Claims and look-up, neither of which is answered before both are there.
  private CountDownLatch sideBySide = new CountDownLatch(0);

  /// A call that has been answered.
  ///
  /// @param roundTrip 1 if no other call had been answered before it came, and so on
  private record Called(String operation, int roundTrip) {}

  private Reply answer(HttpCall call) throws IOException {
    String operation =
        call.header("X-Amz-Target").orElseGet(() -> String.join("/", call.segments()));
    byte[] body = call.body();
    int roundTrip = next();
    if (roundTrip == 1) {
      sideBySide.countDown();
      awaitTheOther();
    }
    synchronized (calls) {
      calls.add(new Called(operation.replaceFirst(".*[./]", ""), roundTrip));
    }
    return new Reply.Response(200, Map.of(), CannedAnswers.to(operation, body));
  }

  private int next() {
    synchronized (calls) {
      return calls.stream().mapToInt(Called::roundTrip).max().orElse(0) + 1;
    }
  }

  private void awaitTheOther() {
    try {
      assertThat(sideBySide.await(5, TimeUnit.SECONDS)).as("claims and look-up").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    properties.close();
    aws.close();
  }

  private static void dispatch(DispatchFunction function, String id) {
    SQSEvent event = new SQSEvent();
    event.setRecords(
        List.of(
            DispatchInputs.message(
                "m-" + id,
                """
                {"id":"%s","from":"shop@example.com","template":{"name":"welcome"},
                 "recipients":[{"to":"ann@example.com"},{"to":"bob@example.com"}]}
                """
                    .formatted(id))));
    assertThat(
            function
                .handleRequest(event, new FunctionContext(Duration.ofSeconds(60)))
                .getBatchItemFailures())
        .isEmpty();
  }

  @Test
  void newMailWaitsForTwoRoundTripsBeforeItsOwnAndForOneAfterIt() {
    String queue = aws.endpoint() + "/000000000000/queue";
    DispatchFunction function =
        new DispatchFunction(
            new Environment(
                DispatchInputs.environment(
                    new Queues(queue, queue + "-2", queue, queue, queue, queue))));
    dispatch(function, "first");
    calls.clear();
    sideBySide = new CountDownLatch(2);

    dispatch(function, "second");

    assertThat(calls)
        .extracting(Called::operation, Called::roundTrip)
        .containsExactlyInAnyOrder(
            tuple("BatchExecuteStatement", 1),
            tuple("BatchGetItem", 1),
            tuple("UpdateItem", 2),
            tuple("outbound-bulk-emails", 3),
            tuple("BatchExecuteStatement", 4));
  }
}
