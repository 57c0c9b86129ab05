package dev.postrider.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.DynamoPacer;
import dev.postrider.cli.output.CliJson;
import dev.postrider.local.LocalOptions;
import dev.postrider.local.LocalStack;
import dev.postrider.local.lambda.InvocationOutcome;
import dev.postrider.local.lambda.SqsEventJson;
import dev.postrider.local.ses.Fault;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// Invokes the packaged dispatcher with batches, and counts and times what it does. SES publishes
/// no events meanwhile, so that the dispatcher is measured alone.
public final class Bench implements AutoCloseable {
  private static final int RECIPIENTS_PER_SECOND = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int WARM_UP = 5;

  private final BenchSettings settings;
  private final Consumer<String> progress;
  private final CallMeter dynamoDb = CallMeter.start("dynamodb-meter");
  private final CallMeter sqs = CallMeter.start("sqs-meter");
  private final LocalStack stack;

  /// How much is measured.
  ///
  /// @param batches how many of each kind
  /// @param units of mail in a batch, 1 to 50
  /// @param coldStarts how many JVMs are started for a first answer
  /// @param sesLatency what the stand-in adds to each of its answers
  public record BenchSettings(int batches, int units, int coldStarts, Duration sesLatency) {}

  /// Starts a stack for it.
  ///
  /// @param target Maven's output directory, after `mvn package`
  /// @param progress is told what runs
  public Bench(Path target, BenchSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    this.stack =
        LocalStack.start(
            LocalOptions.of(target)
                .ses(
                    ses -> {
                      ses.maxSendRate(RECIPIENTS_PER_SECOND);
                      ses.max24HourSend(-1);
                    })
                .environment(
                    Map.of(
                        "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString(),
                        "AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString())));
    dynamoDb.relayTo(stack.endpoints().dynamoDb());
    sqs.relayTo(stack.endpoints().sqs());
    stack.ses().faults().randomly(1, 0, new Fault.DropEvent());
    delayAnswers();
    awaitPace();
  }

  private void delayAnswers() {
    stack.ses().faults().randomly(1, 0, new Fault.DelayAnswer(settings.sesLatency()));
  }

  /// AccountWatchFunction runs at once; before it has, the pace is the sandbox's.
  private void awaitPace() {
    try (DynamoDbClient client = stack.dynamoDb().client()) {
      Clock clock = Clock.systemUTC();
      DynamoPacer pacer = new DynamoPacer(client, LocalStack.LEDGER_TABLE, clock);
      await(
          "the account watch to set the pace",
          () -> pacer.read(clock.instant()).ratePerSecond() > RECIPIENTS_PER_SECOND / 2.0);
    }
  }

  private static void await(String what, BooleanSupplier reached) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!reached.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("waited " + PATIENCE + " for " + what);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /// Measures everything.
  public BenchResult run() {
    List<Duration> coldStarts = coldStarts();
    List<BatchMeasurement> measured = new ArrayList<>();
    for (BenchMail mail : BenchMail.values()) {
      measured.add(measure(mail));
    }
    measured.add(again());
    measured.add(withEvents());
    return new BenchResult(settings, coldStarts, loop(), measured);
  }

  /// Each in a JVM of its own: from its start to the answer of its first invocation.
  private List<Duration> coldStarts() {
    progress.accept(settings.coldStarts() + " JVMs, each for a first answer");
    List<Duration> walls = new ArrayList<>();
    for (int n = 0; n < settings.coldStarts(); n++) {
      var _ = stack.dispatch().killAll();
      await("the JVMs to end", () -> stack.dispatch().pids().isEmpty());
      String id = newId();
      walls.add(timed(() -> invoke(BenchMail.PLAIN.bodies(id, 1))));
    }
    return walls;
  }

  /// What everybody would write first: one call after the other, nothing recorded.
  private Duration loop() {
    progress.accept("a loop of SendEmail calls, to compare with");
    List<Duration> walls = new ArrayList<>();
    try (SesV2Client ses = stack.ses().client()) {
      for (int batch = -WARM_UP; batch < settings.batches(); batch++) {
        Duration wall =
            timed(() -> IntStream.range(0, settings.units()).forEach(n -> send(ses, n)));
        if (batch >= 0) {
          walls.add(wall);
        }
      }
    }
    return new BatchMeasurement(
            "", settings.units(), settings.units(), Usage.NONE, Usage.NONE, walls)
        .median();
  }

  private void send(SesV2Client ses, int n) {
    var _ =
        ses.sendEmail(
            email ->
                email
                    .fromEmailAddress("no-reply@example.com")
                    .destination(to -> to.toAddresses(BenchMail.mailbox(n)))
                    .content(
                        content ->
                            content.simple(
                                simple ->
                                    simple
                                        .subject(subject -> subject.data("Your order has left"))
                                        .body(
                                            body ->
                                                body.text(
                                                    text ->
                                                        text.data(
                                                            "It arrives on Thursday. "
                                                                .repeat(40)))))));
  }

  private BatchMeasurement measure(BenchMail mail) {
    progress.accept(settings.batches() + " batches of " + settings.units() + " " + mail.title());
    for (int n = 0; n < WARM_UP; n++) {
      invoke(mail.bodies(newId(), settings.units()));
    }
    List<List<String>> batches =
        IntStream.range(0, settings.batches())
            .mapToObj(_ -> mail.bodies(newId(), settings.units()))
            .toList();
    return measured(mail.title(), batches);
  }

  /// Copies of what was sent, which the ledger stops.
  private BatchMeasurement again() {
    String title = "messages that were sent before";
    progress.accept(settings.batches() + " batches of " + settings.units() + " " + title);
    List<String> batch = BenchMail.PLAIN.bodies(newId(), settings.units());
    invoke(batch);
    return measured(title, IntStream.range(0, settings.batches()).mapToObj(_ -> batch).toList());
  }

  /// The whole way: the dispatcher's work, and the feedback function's with a Send and a Delivery
  /// event for each message.
  private BatchMeasurement withEvents() {
    String title = "messages, with their events";
    progress.accept(settings.batches() + " batches of " + settings.units() + " " + title);
    stack.ses().faults().clear();
    delayAnswers();
    List<List<String>> batches =
        IntStream.range(0, settings.batches())
            .mapToObj(_ -> BenchMail.PLAIN.bodies(newId(), settings.units()))
            .toList();
    return measured(title, batches, () -> await("all events to be taken in", stack::isIdle));
  }

  private BatchMeasurement measured(String title, List<List<String>> batches) {
    return measured(title, batches, () -> {});
  }

  private BatchMeasurement measured(String title, List<List<String>> batches, Runnable after) {
    var _ = dynamoDb.take();
    var _ = sqs.take();
    int before = sesCalls();
    List<Duration> walls =
        batches.stream()
            .map(
                batch ->
                    timed(
                        () -> {
                          invoke(batch);
                          after.run();
                        }))
            .toList();
    double share = 1.0 / batches.size();
    return new BatchMeasurement(
        title,
        settings.units(),
        (sesCalls() - before) * share,
        dynamoDb.take().times(share),
        sqs.take().times(share),
        walls);
  }

  private int sesCalls() {
    return stack.ses().counters().requests("SendEmail")
        + stack.ses().counters().requests("SendBulkEmail");
  }

  private void invoke(List<String> bodies) {
    InvocationOutcome outcome;
    try {
      outcome = stack.dispatch().invoke(event(bodies));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    boolean whole =
        outcome instanceof InvocationOutcome.HandlerReturned(String payload)
            && CliJson.readObject(payload)
                .map(json -> json.path("batchItemFailures").isEmpty())
                .orElse(false);
    if (!whole) {
      throw new IllegalStateException("a batch did not go through: " + outcome);
    }
  }

  private byte[] event(List<String> bodies) {
    String now = Long.toString(System.currentTimeMillis());
    return SqsEventJson.of(bodies.stream().map(body -> record(body, now)).toList());
  }

  private ObjectNode record(String body, String now) {
    String id = newId();
    return SqsEventJson.record(
        Message.builder()
            .messageId(id)
            .receiptHandle(id)
            .body(body)
            .attributes(
                Map.of(
                    MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1",
                    MessageSystemAttributeName.SENT_TIMESTAMP, now,
                    MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP, now))
            .build(),
        stack.mailEvents().mapping().queueArn());
  }

  private static Duration timed(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() {
    stack.close();
    dynamoDb.close();
    sqs.close();
  }
}
