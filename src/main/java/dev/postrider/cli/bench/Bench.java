package dev.postrider.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.DynamoPacer;
import dev.postrider.cli.bench.BenchResult.BatchCost;
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
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
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
  private final CallMeter dynamoDb = new CallMeter("dynamodb-meter");
  private final CallMeter sqs = new CallMeter("sqs-meter");
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
    List<Double> coldStarts = coldStarts();
    List<BatchCost> costs = new ArrayList<>();
    for (BenchMail mail : BenchMail.values()) {
      costs.add(measured(mail.title, () -> mail.bodies(newId(), settings.units()), () -> {}));
    }
    List<String> copies = BenchMail.PLAIN.bodies(newId(), settings.units());
    costs.add(measured("messages that were sent before", () -> copies, () -> {}));
    // The whole way: the dispatcher's work, and the feedback function's with a Send and a Delivery
    // event for each message.
    stack.ses().faults().clear();
    delayAnswers();
    costs.add(
        measured(
            "messages, with their events",
            () -> BenchMail.PLAIN.bodies(newId(), settings.units()),
            () -> await("all events to be taken in", stack::isIdle)));
    return new BenchResult(
        settings.units(),
        settings.batches(),
        settings.sesLatency().toMillis(),
        loop(),
        coldStarts,
        costs);
  }

  /// Each in a JVM of its own: from its start to the answer of its first invocation.
  private List<Double> coldStarts() {
    progress.accept(settings.coldStarts() + " JVMs, each for a first answer");
    List<Double> walls = new ArrayList<>();
    for (int n = 0; n < settings.coldStarts(); n++) {
      var _ = stack.dispatch().killAll();
      await("the JVMs to end", () -> stack.dispatch().pids().isEmpty());
      List<String> first = BenchMail.PLAIN.bodies(newId(), 1);
      walls.add(timed(() -> invoke(first)));
    }
    return walls;
  }

  /// What everybody would write first: one call after the other, nothing recorded.
  private double loop() {
    progress.accept("a loop of SendEmail calls, to compare with");
    try (SesV2Client ses = stack.ses().client()) {
      Runnable calls = () -> IntStream.range(0, settings.units()).forEach(n -> send(ses, n));
      IntStream.range(0, WARM_UP).forEach(_ -> calls.run());
      return median(
          Stream.generate(() -> timed(calls)).limit(settings.batches()).sorted().toList());
    }
  }

  private static double median(List<Double> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static void send(SesV2Client ses, int n) {
    EmailContent content =
        EmailContent.builder()
            .simple(
                simple ->
                    simple
                        .subject(subject -> subject.data("Your order has left"))
                        .body(
                            body ->
                                body.text(
                                    text -> text.data("It arrives on Thursday. ".repeat(40)))))
            .build();
    var _ =
        ses.sendEmail(
            email ->
                email
                    .fromEmailAddress("no-reply@example.com")
                    .destination(to -> to.toAddresses(BenchMail.mailbox(n)))
                    .content(content));
  }

  /// Measures batches of one kind, after a few that are not counted.
  ///
  /// @param after what belongs to each batch beside its invocation
  private BatchCost measured(String title, Supplier<List<String>> batches, Runnable after) {
    progress.accept(settings.batches() + " batches of " + settings.units() + " " + title);
    Supplier<Double> next =
        () -> {
          List<String> batch = batches.get();
          return timed(
              () -> {
                invoke(batch);
                after.run();
              });
        };
    for (int n = 0; n < WARM_UP; n++) {
      var _ = next.get();
    }
    var _ = dynamoDb.take(1);
    var _ = sqs.take(1);
    int before = sesCalls();
    List<Double> walls = Stream.generate(next).limit(settings.batches()).sorted().toList();
    CallMeter.Usage used = dynamoDb.take(walls.size());
    return new BatchCost(
        title,
        (double) (sesCalls() - before) / walls.size(),
        used.writeUnits(),
        used.keysRead(),
        median(walls),
        walls.getLast(),
        used.calls(),
        sqs.take(walls.size()).calls());
  }

  private int sesCalls() {
    return stack.ses().counters().requests("SendEmail")
        + stack.ses().counters().requests("SendBulkEmail");
  }

  private void invoke(List<String> bodies) {
    InvocationOutcome outcome;
    try {
      outcome =
          stack.dispatch().invoke(SqsEventJson.of(bodies.stream().map(this::record).toList()));
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

  private ObjectNode record(String body) {
    String id = newId();
    String now = Long.toString(System.currentTimeMillis());
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

  /// In milliseconds.
  private static double timed(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
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
