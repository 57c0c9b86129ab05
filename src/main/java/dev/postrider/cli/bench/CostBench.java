package dev.postrider.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.DynamoPacer;
import dev.postrider.cli.bench.CostResult.UnitCalls;
import dev.postrider.cli.bench.FunctionJvm.Tiers;
import dev.postrider.cli.bench.QuickAws.Latencies;
import dev.postrider.cli.output.CliJson;
import dev.postrider.local.LocalOptions;
import dev.postrider.local.LocalStack;
import dev.postrider.local.lambda.InvocationOutcome;
import dev.postrider.local.lambda.LambdaFunction;
import dev.postrider.local.lambda.SqsEventJson;
import dev.postrider.local.ses.Fault;
import dev.postrider.local.ses.SesCounters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// Counts what batches of mail ask of AWS, on the embedded stack: its store knows how large each
/// item is. Once without events, and once with the events that SES publishes and what they lead to.
final class CostBench implements AutoCloseable {
  private static final long SES_MILLIS = 20;
  private static final int RECIPIENTS_PER_SECOND = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final List<Integer> SIZES = List.of(1, 10, 50);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final String ALL_EVENTS = ", with Send and Delivery events";

  private final BenchScale scale;
  private final CallMeter dynamoDb = new CallMeter("dynamodb-meter");
  private final CallMeter sqs = new CallMeter("sqs-meter");
  private final LocalStack stack;
  private final List<CountCheck> checks = new ArrayList<>();

  private final WarmTimes times;

  /// How long warm functions take, which Lambda's price is by.
  ///
  /// @param batchMillis of DispatchFunction, by kind and size
  /// @param eventMillis of FeedbackFunction, the mean of a Send and a Delivery event
  record WarmTimes(Map<String, Double> batchMillis, double eventMillis) {}

  /// Measures them in front of a stand-in that takes as long as AWS.
  static WarmTimes warmTimes(BenchScale scale) {
    scale.tell("cost: how long warm functions take");
    Map<String, Double> batches = new HashMap<>();
    try (QuickAws aws = new QuickAws();
        FunctionJvm dispatch =
            FunctionJvm.start(scale.target(), "dispatch", Tiers.FIRST, aws.endpoint());
        FunctionJvm feedback =
            FunctionJvm.start(scale.target(), "feedback", Tiers.FIRST, aws.endpoint())) {
      ThroughputBench.warmUp(dispatch, 1_000);
      aws.latencies(
          new Latencies(SES_MILLIS, ThroughputBench.STORE_MILLIS, ThroughputBench.BUS_MILLIS));
      for (int units : SIZES) {
        for (BenchMail mail : List.of(BenchMail.PLAIN, BenchMail.ENTRIES)) {
          batches.put(key(mail, units), dispatch.run(mail.name(), units, 20, false).medianMillis());
        }
      }
      aws.knowsUnits(true);
      var _ = feedback.run("Send", 1, 200, false);
      var _ = feedback.run("Delivery", 1, 200, false);
      double events =
          feedback.run("Send", 1, 50, false).medianMillis()
              + feedback.run("Delivery", 1, 50, false).medianMillis();
      return new WarmTimes(batches, events / 2);
    }
  }

  private static String key(BenchMail mail, int units) {
    return mail + " " + units;
  }

  /// Starts a stack for it.
  CostBench(BenchScale scale, WarmTimes times) {
    this.scale = scale;
    this.times = times;
    this.stack =
        LocalStack.start(
            LocalOptions.of(scale.target())
                .ses(
                    ses -> {
                      ses.maxSendRate(RECIPIENTS_PER_SECOND);
                      ses.max24HourSend(-1);
                    })
                .environment(
                    Map.of(
                        "POSTRIDER_ROUTINE_STATUS_EVENTS", "false",
                        "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString(),
                        "AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString())));
    dynamoDb.relayTo(stack.endpoints().dynamoDb());
    sqs.relayTo(stack.endpoints().sqs());
    awaitPace();
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

  CostResult run() {
    List<UnitCalls> all = new ArrayList<>();
    stack.ses().faults().randomly(1, 0, new Fault.DropEvent());
    for (int units : SIZES) {
      all.add(measured(BenchMail.PLAIN, units, ""));
    }
    all.add(measured(BenchMail.ENTRIES, 50, ""));
    stack.ses().faults().clear();
    stack.ses().faults().randomly(1, 0, new Fault.DropEvent(), "Delivery");
    all.add(measured(BenchMail.ENTRIES, 50, ", with Send events"));
    stack.ses().faults().clear();
    for (int units : SIZES) {
      all.add(measured(BenchMail.PLAIN, units, ALL_EVENTS));
    }
    all.add(measured(BenchMail.ENTRIES, 50, ALL_EVENTS));
    return new CostResult(all, checks);
  }

  /// Counts batches of one kind, after one that is not counted.
  ///
  /// @param published which events SES publishes, which are waited for; empty for none
  private UnitCalls measured(BenchMail mail, int units, String published) {
    boolean events = !published.isEmpty();
    int batches = Math.max(1, scale.of(50, 500) / units);
    String kind = ThroughputBench.name(mail) + published;
    String what = "cost, %d batches of %d %s".formatted(batches, units, kind);
    scale.tell(what);
    batch(mail, units, events);
    var _ = dynamoDb.take(1);
    var _ = sqs.take(1);
    SesCounters ses = stack.ses().counters();
    int callsBefore = sesCalls();
    int recipientsBefore = ses.acceptedRecipients();
    int sentBefore = sentRows();
    int publishedBefore = published();
    int statusBefore = stack.events().events().size();
    long logBefore = logBytes();
    for (int n = 0; n < batches; n++) {
      batch(mail, units, events);
    }
    int all = batches * units;
    checks.add(
        new CountCheck(
            what + ": recipients at SES", all, ses.acceptedRecipients() - recipientsBefore));
    checks.add(new CountCheck(what + ": units SENT in the ledger", all, sentRows() - sentBefore));
    CallMeter.Usage used = dynamoDb.take(all);
    return new UnitCalls(
        kind,
        units,
        sqsRequests(mail, units) / units,
        1.0 / units,
        gigabyteSeconds(mail, units, (double) (published() - publishedBefore) / all),
        (double) (sesCalls() - callsBefore) / all,
        used.writeUnits(),
        used.readUnits(),
        (double) (published() - publishedBefore) / all,
        (double) (stack.events().events().size() - statusBefore) / all,
        (double) (logBytes() - logBefore) / all,
        used.calls(),
        sqs.take(all).calls());
  }

  /// The producer sends each message; the event source receives and deletes ten at a time.
  private static double sqsRequests(BenchMail mail, int units) {
    int messages = mail == BenchMail.ENTRIES ? 1 : units;
    return messages + 2 * Math.ceil(messages / 10.0);
  }

  private double gigabyteSeconds(BenchMail mail, int units, double events) {
    double dispatch = times.batchMillis().getOrDefault(key(mail, units), 0.0) / units;
    return dispatch / 1_000 * gigabytes(stack.dispatch())
        + times.eventMillis() * events / 1_000 * gigabytes(stack.feedback());
  }

  private static double gigabytes(LambdaFunction function) {
    return function.spec().memoryMegabytes() / 1_024.0;
  }

  /// Each function writes a file of its own.
  private long logBytes() {
    return Stream.of(stack.dispatch(), stack.feedback())
        .mapToLong(function -> function.spec().log().toFile().length())
        .sum();
  }

  private void batch(BenchMail mail, int units, boolean events) {
    invoke(mail.bodies(newId(), units));
    if (events) {
      await("all events to be taken in", stack::isIdle);
    }
  }

  private int published() {
    return stack.ses().counters().publishedEvents().values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  private int sentRows() {
    try (DynamoDbClient client = stack.dynamoDb().client()) {
      return client
          .scanPaginator(
              scan ->
                  scan.tableName(LocalStack.LEDGER_TABLE)
                      .filterExpression("#state = :sent")
                      .expressionAttributeNames(Map.of("#state", "state"))
                      .expressionAttributeValues(Map.of(":sent", AttributeValue.fromS("SENT"))))
          .stream()
          .mapToInt(ScanResponse::count)
          .sum();
    }
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
