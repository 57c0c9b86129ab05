package dev.postrider.cli.bench;

import dev.postrider.aws.DynamoPacer;
import dev.postrider.calls.Chunks;
import dev.postrider.cli.bench.PaceResult.UsedShare;
import dev.postrider.local.LocalOptions;
import dev.postrider.local.LocalStack;
import dev.postrider.local.ses.Fault;
import dev.postrider.local.ses.SesCounters;
import dev.postrider.simulation.PaceCase;
import dev.postrider.simulation.PaceReport;
import dev.postrider.simulation.Replacements;
import dev.postrider.simulation.Simulation;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Measures how much of the rate is used while mail waits: on the embedded stack, and by the
/// simulation.
final class PaceBench {
  /// Until the JVMs are warm and the pace is the account's.
  private static final Duration SETTLING = Duration.ofSeconds(8);

  private static final int SQS_BATCH = 10;

  private final BenchScale scale;
  private final List<CountCheck> checks = new ArrayList<>();

  PaceBench(BenchScale scale) {
    this.scale = scale;
  }

  PaceResult run() {
    List<UsedShare> measured = new ArrayList<>();
    for (int rate : List.of(14, 100)) {
      for (int instances : List.of(1, 2)) {
        measured.add(overProtocols(rate, instances));
      }
    }
    return new PaceResult(measured, PaceCase.ALL.stream().map(this::simulated).toList(), checks);
  }

  private UsedShare overProtocols(int rate, int instances) {
    String what = "pace, %d a second with %d instances".formatted(rate, instances);
    scale.tell(what);
    Duration window = Duration.ofSeconds(scale.of(10, 60));
    try (LocalStack stack =
        LocalStack.start(
            LocalOptions.of(scale.target())
                .instances(instances, 1)
                .ses(
                    ses -> {
                      ses.maxSendRate(rate);
                      ses.max24HourSend(-1);
                    }))) {
      stack.ses().faults().randomly(1, 0, new Fault.DropEvent());
      awaitPace(stack, rate);
      enqueue(stack, (int) (rate * (SETTLING.plus(window).toSeconds() + 5)));
      SesCounters counters = stack.ses().counters();
      await(() -> counters.acceptedRecipients() > 0);
      LockSupport.parkNanos(SETTLING.toNanos());
      int before = counters.acceptedRecipients();
      int throttledBefore = counters.throttledMessages();
      long start = System.nanoTime();
      LockSupport.parkNanos(window.toNanos());
      int accepted = counters.acceptedRecipients() - before;
      double seconds = (System.nanoTime() - start) / 1e9;
      int throttled = counters.throttledMessages() - throttledBefore;
      checks.add(
          new CountCheck(
              what + ": acceptances beyond the first of a unit",
              0,
              counters.acceptedUnits().values().stream().mapToInt(times -> times - 1).sum()));
      return new UsedShare(
          rate,
          instances,
          accepted / seconds / rate,
          (double) throttled / Math.max(1, throttled + accepted));
    }
  }

  private static void awaitPace(LocalStack stack, int rate) {
    Clock clock = Clock.systemUTC();
    try (DynamoDbClient client = stack.dynamoDb().client()) {
      DynamoPacer pacer = new DynamoPacer(client, LocalStack.LEDGER_TABLE, clock);
      await(() -> pacer.read(clock.instant()).ratePerSecond() > rate / 2.0);
    }
  }

  private static void await(BooleanSupplier reached) {
    for (int looks = 0; !reached.getAsBoolean(); looks++) {
      if (looks > 600) {
        throw new IllegalStateException("the embedded stack does not send");
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static void enqueue(LocalStack stack, int messages) {
    List<Integer> numbers = IntStream.range(0, messages).boxed().toList();
    List<String> bodies = BenchMail.PLAIN.bodies(UUID.randomUUID().toString(), messages);
    try (SqsClient sqs = stack.sqs().client()) {
      for (List<Integer> chunk : Chunks.of(numbers, SQS_BATCH)) {
        var _ =
            sqs.sendMessageBatch(
                send ->
                    send.queueUrl(stack.queues().mail())
                        .entries(
                            chunk.stream()
                                .map(
                                    n ->
                                        SendMessageBatchRequestEntry.builder()
                                            .id(Integer.toString(n))
                                            .messageBody(bodies.get(n))
                                            .build())
                                .toList()));
      }
    }
  }

  private PaceReport simulated(PaceCase paceCase) {
    String what = "pace by the simulation, " + paceCase.name();
    scale.tell(what);
    PaceReport report = Simulation.pace(1, paceCase, Replacements.NONE);
    checks.add(new CountCheck(what + ": promises that were broken", 0, report.broken().size()));
    return report;
  }
}
