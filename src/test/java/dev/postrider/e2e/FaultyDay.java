package dev.postrider.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.aws.DynamoLedgerReader;
import dev.postrider.aws.DynamoPacer;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.local.Await;
import dev.postrider.local.LocalOptions;
import dev.postrider.local.LocalStack;
import dev.postrider.local.Queues;
import dev.postrider.pace.PaceState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// The packaged stack with short times: what takes two minutes in AWS takes seconds.
final class FaultyDay implements AutoCloseable {
  static final Duration GRACE = Duration.ofSeconds(8);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final int ENTRIES_PER_CALL = 10;

  final LocalStack stack;
  private final SqsClient sqs;
  private final DynamoDbClient dynamoDb;
  private final DynamoLedgerReader ledger;
  private final DynamoPacer pacer;

  FaultyDay() {
    this.stack =
        LocalStack.start(
            LocalOptions.of(Path.of("target").toAbsolutePath())
                .ses(ses -> ses.max24HourSend(-1))
                .instances(2, 1)
                .accountWatchInterval(Duration.ofSeconds(2))
                .dispatchTimeout(Duration.ofSeconds(20))
                .queueing(
                    new LocalOptions.Queueing(Duration.ofSeconds(8), 5, 50, Duration.ofMillis(200)))
                .environment(Map.of("POSTRIDER_UNKNOWN_GRACE", GRACE.toString())));
    this.sqs = stack.sqs().client();
    this.dynamoDb = stack.dynamoDb().client();
    this.ledger = new DynamoLedgerReader(dynamoDb, LocalStack.LEDGER_TABLE);
    this.pacer = new DynamoPacer(dynamoDb, LocalStack.LEDGER_TABLE, Clock.systemUTC());
  }

  /// SES's rate from now on, once every instance keeps it.
  void rate(double recipientsPerSecond) {
    stack.ses().account().maxSendRate(recipientsPerSecond);
    Instant now = Instant.now();
    pacer.change(
        state ->
            new PaceState(
                state.theoreticalArrivalMicros(),
                state.ceilingPerSecond(),
                state.ceilingPerSecond(),
                now,
                state.version() + 1,
                null,
                null),
        now);
    await("the pace follows", () -> pace().ceilingPerSecond() == recipientsPerSecond * 0.9);
  }

  PaceState pace() {
    return pacer.read(Instant.now());
  }

  void await(String what, BooleanSupplier condition) {
    Instant[] next = {Instant.EPOCH};
    Await.until(
        what,
        PATIENCE,
        () -> {
          if (Instant.now().isBefore(next[0])) {
            return false;
          }
          boolean holds = condition.getAsBoolean();
          next[0] = Instant.now().plus(LOOK);
          return holds;
        });
  }

  /// Enqueues mails `PREFIX-0`, `PREFIX-1`, … to `success+ID@simulator.amazonses.com`.
  ///
  /// @return their ids
  List<String> enqueue(String prefix, int count) {
    List<String> ids = IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    for (int from = 0; from < count; from += ENTRIES_PER_CALL) {
      List<SendMessageBatchRequestEntry> entries =
          ids.subList(from, Math.min(count, from + ENTRIES_PER_CALL)).stream()
              .map(
                  id ->
                      SendMessageBatchRequestEntry.builder()
                          .id(id)
                          .messageBody(mail(id, "success"))
                          .build())
              .toList();
      sqs.sendMessageBatch(b -> b.queueUrl(stack.queues().mail()).entries(entries));
    }
    return ids;
  }

  static String mail(String id, String mailbox, String... fields) {
    return "{\"id\":\"%s\",\"to\":\"%s+%s@simulator.amazonses.com\",\"subject\":\"Hi\",\"text\":\"Hello\"%s}"
        .formatted(
            id,
            mailbox,
            id,
            List.of(fields).stream().map(f -> "," + f).collect(Collectors.joining()));
  }

  void enqueueBody(String body) {
    sqs.sendMessage(s -> s.queueUrl(stack.queues().mail()).messageBody(body));
  }

  /// How often SES accepted each of these; what it did not accept is not in it.
  Map<String, Integer> accepted(List<String> keys) {
    Map<String, Integer> all = stack.ses().counters().acceptedUnits();
    return keys.stream().filter(all::containsKey).collect(Collectors.toMap(key -> key, all::get));
  }

  private Map<State, Long> states(List<String> keys) {
    return ledger.find(keys).values().stream()
        .collect(Collectors.groupingBy(r -> r.entry().state(), Collectors.counting()));
  }

  boolean isSettled(List<String> keys) {
    return states(keys).equals(Map.of(State.SENT, (long) keys.size()));
  }

  UnitRecord recorded(String key) {
    return ledger.find(key).orElseThrow();
  }

  List<RecipientStatus> statuses(String key) {
    return List.copyOf(recorded(key).recipients().values());
  }

  /// Each was accepted exactly once and is SENT, and nothing is left anywhere but what is held.
  void assertSentOnceAndNothingLeft(List<String> keys, int held) {
    await("all are SENT", () -> isSettled(keys));
    await("nothing is left to do", stack::isIdle);
    assertThat(accepted(keys))
        .hasSize(keys.size())
        .allSatisfy((key, times) -> assertThat(times).as(key).isEqualTo(1));
    Queues queues = stack.queues();
    assertThat(
            Map.of(
                "rejected", stack.depth(queues.rejected()),
                "held", stack.depth(queues.held()),
                "dead mail", stack.depth(queues.mailDeadLetters()),
                "dead feedback", stack.depth(queues.feedbackDeadLetters())))
        .isEqualTo(Map.of("rejected", 0, "held", held, "dead mail", 0, "dead feedback", 0));
  }

  @Override
  public void close() {
    sqs.close();
    dynamoDb.close();
    stack.close();
  }
}
