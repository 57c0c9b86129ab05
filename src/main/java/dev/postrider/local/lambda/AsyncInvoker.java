package dev.postrider.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Lambda's asynchronous invocation: the caller waits for nothing, a failing function is tried
/// three times, and what still fails goes to the function's OnFailure queue.
///
/// Source: "Invoking a Lambda function asynchronously", Lambda developer guide. Lambda waits a
/// minute or two before its repetitions; here it is `retryDelay`.
public final class AsyncInvoker implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  private final LambdaFunction function;
  private final SqsClient sqs;
  private final String failureQueueUrl;
  private final Duration retryDelay;
  private final AtomicInteger pending = new AtomicInteger();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  /// An invoker of one function.
  ///
  /// @param sqs closed together with the invoker
  public AsyncInvoker(
      LambdaFunction function, SqsClient sqs, String failureQueueUrl, Duration retryDelay) {
    this.function = function;
    this.sqs = sqs;
    this.failureQueueUrl = failureQueueUrl;
    this.retryDelay = retryDelay;
  }

  /// Takes an event over.
  public void invoke(String event) {
    pending.incrementAndGet();
    executor.execute(
        () -> {
          try {
            deliver(event);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            pending.decrementAndGet();
          }
        });
  }

  /// Events that have been neither handled nor given up.
  public int pending() {
    return pending.get();
  }

  private void deliver(String event) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      InvocationOutcome outcome = function.invoke(event.getBytes(StandardCharsets.UTF_8));
      if (outcome instanceof InvocationOutcome.HandlerReturned) {
        return;
      }
      if (attempt == ATTEMPTS) {
        sqs.sendMessage(
            s -> s.queueUrl(failureQueueUrl).messageBody(record(event, outcome).toString()));
        return;
      }
      Thread.sleep(retryDelay.multipliedBy(attempt));
    }
  }

  /// The invocation record that Lambda sends to an OnFailure destination.
  private ObjectNode record(String event, InvocationOutcome outcome) {
    ObjectNode json =
        HttpJson.object().put("version", "1.0").put("timestamp", Instant.now().toString());
    json.putObject("requestContext")
        .put("requestId", UUID.randomUUID().toString())
        .put("functionArn", function.spec().arn() + ":$LATEST")
        .put("condition", "RetriesExhausted")
        .put("approximateInvokeCount", ATTEMPTS);
    json.set("requestPayload", HttpJson.readObject(event).orElseGet(HttpJson::object));
    json.putObject("responseContext")
        .put("statusCode", 200)
        .put("executedVersion", "$LATEST")
        .put("functionError", "Unhandled");
    json.set("responsePayload", HttpJson.readObject(outcome.payload()).orElseGet(HttpJson::object));
    return json;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    sqs.close();
  }
}
