package dev.postrider.e2e;

import dev.postrider.aws.DynamoPacer;
import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.cli.Answer;
import dev.postrider.local.Await;
import dev.postrider.local.Endpoints;
import dev.postrider.local.LocalOptions;
import dev.postrider.local.LocalStack;
import dev.postrider.local.ses.SesServer;
import dev.postrider.pace.PaceState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// One embedded stack with the functions as packaged for AWS, operated by the commands. It waits
/// for less than AWS: unknown outcomes have three seconds of grace, failed messages come back after
/// two and are dead after three receives.
final class OperatedStack implements AutoCloseable {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final double QUICK = 180;

  private final Path logs = TARGET.resolve("e2e-logs");
  private final Wire dynamoDbWire = new Wire();
  private final Wire sqsWire = new Wire();
  private final LocalStack stack;
  private final SqsClient sqs;
  private final DynamoDbClient dynamoDb;
  private final Path environment;

  private OperatedStack() {
    stack = LocalStack.start(options());
    dynamoDbWire.leadsTo(stack.endpoints().dynamoDb());
    sqsWire.leadsTo(stack.endpoints().sqs());
    sqs = stack.sqs().client();
    dynamoDb = stack.dynamoDb().client();
    environment = writeEnvironment();
    await("the account was looked at", () -> pacer().read(Instant.now()).ceilingPerSecond() > 100);
    quickPace();
  }

  private LocalOptions options() {
    return LocalOptions.of(TARGET)
        .ses(account -> account.maxSendRate(200))
        .accountWatchInterval(Duration.ofSeconds(2))
        .logs(logs)
        .queueing(new LocalOptions.Queueing(Duration.ofSeconds(2), 3, 50, Duration.ofMillis(200)))
        .environment(
            Map.of(
                "AWS_ENDPOINT_URL_DYNAMODB",
                dynamoDbWire.endpoint().toString(),
                "AWS_ENDPOINT_URL_SQS",
                sqsWire.endpoint().toString(),
                "POSTRIDER_UNKNOWN_GRACE",
                "PT3S"));
  }

  /// As `postrider local` writes it, but that the commands go past the wires.
  private Path writeEnvironment() {
    Map<String, String> variables = new HashMap<>(stack.functionEnvironment());
    variables.putAll(stack.endpoints().environment());
    try {
      Path file = Files.createTempFile("postrider", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, Endpoints.samJson(variables));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives every test of the run the same stack, fixed after each.
  static final class Extension implements ParameterResolver, AfterEachCallback {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == OperatedStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return stack(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
      stack(context).fix();
    }

    private static OperatedStack stack(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(OperatedStack.class))
          .computeIfAbsent(OperatedStack.class, type -> new OperatedStack(), OperatedStack.class);
    }
  }

  private void fix() {
    dynamoDbWire.fix();
    sqsWire.fix();
    ses().faults().clear();
    ses().account().sendingEnabled(true);
    ses().account().max24HourSend(50_000);
    ses().account().dkimStatus("SUCCESS");
    if (pacer().read(Instant.now()).openReason() != null) {
      run("resume", "--yes", "--force");
    }
    quickPace();
    // What a test left behind must not meet the faults of the next one.
    await(
        "both lanes are at rest",
        () ->
            Stream.of(stack.queues().mail(), stack.queues().bulk())
                .map(url -> SqsQueueBrowser.depth(sqs, url))
                .allMatch(depth -> depth.waiting() + depth.inFlight() == 0));
  }

  /// After a pause the pace begins at its slowest, which is right and takes a minute.
  void quickPace() {
    pacer()
        .change(
            pace ->
                new PaceState(
                    pace.theoreticalArrivalMicros(),
                    QUICK,
                    QUICK,
                    Instant.now(),
                    pace.version() + 1,
                    pace.openReason(),
                    pace.openedAt()),
            Instant.now());
  }

  private DynamoPacer pacer() {
    return new DynamoPacer(dynamoDb, LocalStack.LEDGER_TABLE, Clock.systemUTC());
  }

  /// Runs a command on this stack.
  Answer run(String... args) {
    return Answer.of(environment, args);
  }

  LocalStack stack() {
    return stack;
  }

  SesServer ses() {
    return stack.ses();
  }

  /// From the functions to DynamoDB.
  Wire dynamoDbWire() {
    return dynamoDbWire;
  }

  /// From the functions to SQS; Lambda itself polls past it.
  Wire sqsWire() {
    return sqsWire;
  }

  /// What the functions have logged.
  FunctionLogs logs() {
    return new FunctionLogs(logs);
  }

  /// How many messages a queue holds: waiting, in flight and delayed.
  int depth(String queueUrl) {
    return stack.depth(queueUrl);
  }

  void enqueue(String body) {
    sqs.sendMessage(r -> r.queueUrl(stack.queues().mail()).messageBody(body));
  }

  /// A message of one recipient.
  static String mail(String id, String stream) {
    return """
    {"id":"%s","stream":"%s","to":"%s@example.net","subject":"Hello","text":"Hi"}\
    """
        .formatted(id, stream, id);
  }

  /// How often SES accepted the one mail of that id.
  int accepted(String id) {
    return ses().counters().acceptedUnits().getOrDefault(id, 0);
  }

  /// Waits until the last poll of both queues is over.
  void awaitUnpolled() {
    await(
        "polling is over",
        () -> run("status").out().contains("Polling   mail Disabled, bulk Disabled"));
  }

  /// Waits until `show` says so of a unit.
  void awaitShown(String id, String what) {
    await(id + " shows " + what, () -> run("show", id).out().contains(what));
  }

  void await(String what, BooleanSupplier condition) {
    Await.until(what, PATIENCE, condition);
  }

  @Override
  public void close() throws IOException {
    sqs.close();
    dynamoDb.close();
    stack.close();
    dynamoDbWire.close();
    sqsWire.close();
  }
}
