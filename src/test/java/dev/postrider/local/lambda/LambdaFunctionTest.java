package dev.postrider.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.local.Await;
import dev.postrider.local.LocalAws;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// Handlers behind AWS's runtime interface client, each in a JVM of its own.
class LambdaFunctionTest {
  @TempDir private Path logs;
  private LambdaFunction function;

  @BeforeEach
  void start() {
    function =
        LambdaFunction.start(TestFunctions.spec(QueueHandler.class, Duration.ofSeconds(60), logs));
  }

  @AfterEach
  void stop() {
    function.close();
  }

  private static byte[] event(String... bodies) {
    return SqsEventJson.of(
        IntStream.range(0, bodies.length)
            .mapToObj(
                i ->
                    SqsEventJson.record(
                        Message.builder()
                            .messageId("m-" + i)
                            .body(bodies[i])
                            .messageAttributes(
                                Map.of(
                                    "colour",
                                    MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue("red")
                                        .build()))
                            .build(),
                        "arn:aws:sqs:eu-central-1:000000000000:MailQueue"))
            .toList());
  }

  private InvocationOutcome invoke(String... bodies) {
    try {
      return function.invoke(event(bodies));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String returned(InvocationOutcome outcome) {
    assertThat(outcome).isInstanceOf(InvocationOutcome.HandlerReturned.class);
    return outcome.payload();
  }

  /// A file that each instance writes anew and all of them load kills them now and then.
  @Test
  void theClientsNativeLibraryIsOneThatNoOtherInstanceWrites() throws IOException {
    var _ = invoke("ok");

    List<String> mapped =
        Files.readAllLines(Path.of("/proc", "" + function.pids().getFirst(), "maps"));

    assertThat(mapped)
        .anyMatch(line -> line.endsWith(NativeClientLibrary.path().toString()))
        .noneMatch(line -> line.endsWith("/tmp/.libaws-lambda-jni.so"));
  }

  @Test
  void aHandlerSeesItsEventItsEnvironmentAndItsContext() {
    assertThat(returned(invoke("describe")))
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"QueueHandler hello red"
                + " arn:aws:sqs:eu-central-1:000000000000:MailQueue in time\"}]}");
    assertThat(function.lastInitDuration()).isPositive();
  }

  @Test
  void anInstanceIsUsedAgain() {
    invoke("ok");
    List<Long> before = function.pids();
    assertThat(returned(invoke("ok", "fail"))).contains("m-1");
    assertThat(function.pids()).isEqualTo(before).hasSize(1);
  }

  @Test
  void anErrorThatIsThrownComesBackAndTheInstanceLivesOn() {
    List<Long> before = function.pids();
    assertThat(invoke("throw"))
        .isInstanceOfSatisfying(
            InvocationOutcome.HandlerThrew.class,
            threw -> assertThat(threw.payload()).contains("as told"));
    returned(invoke("ok"));
    assertThat(function.pids()).isEqualTo(before);
  }

  @Test
  void anInstanceThatExitsIsReplaced() {
    List<Long> before = function.pids();
    assertThat(invoke("exit")).isEqualTo(new InvocationOutcome.Exited(3));
    returned(invoke("ok"));
    assertThat(function.pids()).isNotEqualTo(before).hasSize(1);
  }

  @Test
  void aKilledInstanceFailsItsInvocationAndIsReplaced() {
    CompletableFuture<InvocationOutcome> hanging =
        CompletableFuture.supplyAsync(() -> invoke("ok", "hang"));
    invokeUntilKilled(hanging);
    assertThat(hanging.join()).isEqualTo(new InvocationOutcome.Exited(137));
    returned(invoke("ok"));
  }

  private void invokeUntilKilled(CompletableFuture<InvocationOutcome> hanging) {
    Await.until(
        "the kill is seen",
        () -> {
          function.killAll();
          return hanging.isDone();
        });
  }

  @Test
  void anInvocationBeyondTheTimeoutKillsItsInstance() {
    function.close();
    function =
        LambdaFunction.start(TestFunctions.spec(QueueHandler.class, Duration.ofSeconds(1), logs));
    List<Long> before = function.pids();
    assertThat(invoke("hang")).isEqualTo(new InvocationOutcome.TimedOut(Duration.ofSeconds(1)));
    Await.until("the instance is gone", () -> function.pids().isEmpty());
    assertThat(before)
        .allMatch(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aHandlerThatIsNotThereFailsTheInvocation() {
    FunctionSpec spec = function.spec();
    function.close();
    function =
        LambdaFunction.start(
            new FunctionSpec(
                "Missing",
                spec.classPath(),
                "dev.postrider.Missing::handleRequest",
                spec.environment(),
                spec.timeout(),
                128,
                1,
                spec.log(),
                RecursiveLoop.TERMINATE));
    assertThat(invoke("ok")).isNotInstanceOf(InvocationOutcome.HandlerReturned.class);
  }

  @Test
  void aFunctionCanBeInvokedThroughLambdasApi() {
    try (LambdaApi api = LambdaApi.start(0);
        LambdaClient client = LocalAws.configure(LambdaClient.builder(), api.endpoint()).build()) {
      api.add(function);
      InvokeResponse ok = invoke(client, "fail");
      assertThat(ok.functionError()).isNull();
      assertThat(ok.payload().asString(StandardCharsets.UTF_8)).contains("m-0");
      assertThat(invoke(client, "throw").functionError()).isEqualTo("Unhandled");
      assertThat(client.invoke(i -> i.functionName("QueueHandler").qualifier("live")).statusCode())
          .isEqualTo(200);
      assertThatThrownBy(
              () -> client.invoke(i -> i.functionName("QueueHandler").qualifier("older")))
          .isInstanceOf(ResourceNotFoundException.class);
    }
  }

  private static InvokeResponse invoke(LambdaClient client, String body) {
    return client.invoke(
        i -> i.functionName("QueueHandler:live").payload(SdkBytes.fromByteArray(event(body))));
  }
}
