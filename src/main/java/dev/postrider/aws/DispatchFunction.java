package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.postrider.calls.Fanout;
import dev.postrider.calls.Pause;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchLog;
import dev.postrider.dispatch.DispatchPolicy;
import dev.postrider.dispatch.Dispatcher;
import dev.postrider.dispatch.Received;
import dev.postrider.email.Address;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import dev.postrider.email.Lifetimes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The Lambda function that sends: SQS batches in, partial batch responses out.
public final class DispatchFunction implements RequestHandler<SQSEvent, SQSBatchResponse> {
  /// More than the walk needs before the snapshot.
  private static final Duration PRIMING = Duration.ofSeconds(60);

  private final Dispatcher dispatcher;
  private final DispatchJournal journal;
  private final StatusPublishing publishing;
  private final String bulkQueueName;
  private final Clock clock;

  /// As Lambda makes it: everything from the environment. Fails with the variable's name when the
  /// configuration is broken.
  public DispatchFunction() {
    this(new Environment(System.getenv()));
  }

  DispatchFunction(Environment variables) {
    this(variables, JsonLog.from(variables));
  }

  DispatchFunction(Environment variables, JsonLog log) {
    FunctionClients clients = AwsClients.ofFunctions();
    StackRecipientHash hash = hash(variables, clients);
    this(variables, log, clients, hash);
    Priming.beforeSnapshot(() -> prime(variables, JsonLog.unread()));
    Priming.beforeSnapshot(hash::prime);
  }

  private DispatchFunction(
      Environment variables, JsonLog log, FunctionClients clients, StackRecipientHash hash) {
    String bulkQueueUrl = variables.text("POSTRIDER_BULK_QUEUE_URL");
    EmailDecoder decoder =
        new EmailDecoder(
            new Defaults(
                variables.optional("POSTRIDER_DEFAULT_FROM").map(Address::parse).orElse(null)));
    this.clock = Clock.systemUTC();
    this.dispatcher =
        new Dispatcher(
            decoder::decode,
            new DispatchPolicy(
                variables.names("POSTRIDER_HOLD_STREAMS"),
                variables.names("POSTRIDER_BULK_STREAMS"),
                Lifetimes.ofLedger(ledgerKeeps(variables)),
                Duration.ofDays(variables.count("POSTRIDER_CONFIGURATION_FAULT_DAYS"))),
            ports(variables, clients, clock),
            unknownGrace(variables));
    this.journal = new DispatchJournal(log, clock);
    this.publishing = StatusPublishing.from(variables, hash, log, clock, clients.putEvents());
    this.bulkQueueName = bulkQueueUrl.substring(bulkQueueUrl.lastIndexOf('/') + 1);
  }

  private static StackRecipientHash hash(Environment variables, FunctionClients clients) {
    return new StackRecipientHash(clients.dynamoDb(), variables.text("POSTRIDER_LEDGER_TABLE"));
  }

  /// How long the ledger remembers a unit.
  private static Duration ledgerKeeps(Environment variables) {
    return Duration.ofDays(variables.count("POSTRIDER_LEDGER_DAYS"));
  }

  /// How long a Send event may take to settle an unknown outcome.
  private static Duration unknownGrace(Environment variables) {
    return variables.duration("POSTRIDER_UNKNOWN_GRACE");
  }

  private static Dispatcher.Ports ports(
      Environment variables, FunctionClients clients, Clock clock) {
    DynamoDbClient dynamoDb = clients.dynamoDb();
    RandomGenerator random = new SecureRandom();
    Pause pause = new ThreadPause(clock);
    Fanout fanout = new VirtualFanout(AwsClients.SENDS_AT_ONCE + AwsClients.STEPS_AT_ONCE);
    String ledgerTable = variables.text("POSTRIDER_LEDGER_TABLE");
    return new Dispatcher.Ports(
        new DynamoLedger(
            dynamoDb,
            ledgerTable,
            // Its own: calls to SES settle their units while they hold a permit of the other one.
            new VirtualFanout(AwsClients.AT_ONCE),
            unknownGrace(variables),
            ledgerKeeps(variables),
            clock),
        new DynamoSuppressions(
            dynamoDb,
            variables.text("POSTRIDER_SUPPRESSION_TABLE"),
            variables.suppressionPolicy(),
            fanout,
            pause,
            random,
            clock),
        new DynamoPacer(dynamoDb, ledgerTable, clock),
        new SesSender(clients.sesForSending().get(), variables.text("POSTRIDER_CONFIGURATION_SET")),
        new SqsCopyQueues(
            clients.sqs().get(),
            new SqsCopyQueues.QueueUrls(
                variables.text("POSTRIDER_MAIL_QUEUE_URL"),
                variables.text("POSTRIDER_BULK_QUEUE_URL"),
                variables.text("POSTRIDER_REJECTED_QUEUE_URL"),
                variables.text("POSTRIDER_HELD_QUEUE_URL"))),
        fanout,
        pause,
        clock,
        random);
  }

  /// Walks the whole way of mail before the snapshot, in a function of its own whose clients answer
  /// from memory (decision 0139): nothing leaves the process, and nothing stays but code.
  ///
  /// @param log of the mail that is nobody's
  static void prime(Environment variables, JsonLog log) {
    Instant deadline = Instant.now().plus(PRIMING);
    try (CannedHttp http = new CannedHttp()) {
      FunctionClients clients = AwsClients.answeredBy(http);
      DispatchFunction primed =
          new DispatchFunction(variables, log, clients, hash(variables, clients));
      for (int round = 0; round < Priming.ROUNDS; round++) {
        var _ = primed.handle(PrimingMail.batch(), deadline);
      }
    }
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    List<SQSMessage> records = EventRecords.of(event);
    if (records.isEmpty()) {
      return new SQSBatchResponse(List.of()); // the daily call of docs/decisions/0018
    }
    return handle(records, clock.instant().plusMillis(context.getRemainingTimeInMillis()));
  }

  private SQSBatchResponse handle(List<SQSMessage> records, Instant deadline) {
    Batch batch = new Batch(lane(records), records.stream().map(this::received).toList(), deadline);
    BatchLog log = dispatcher.dispatch(batch);
    journal.write(batch, log, new DispatchJournal.Traces(Tracing.current(), producers(records)));
    publishing.until(deadline).tellHeard(log.events());
    return SQSBatchResponse.builder()
        .withBatchItemFailures(log.failedMessageIds().stream().map(BatchItemFailure::new).toList())
        .build();
  }

  /// One batch comes from one queue.
  private Batch.Lane lane(List<SQSMessage> records) {
    boolean bulk =
        records.stream()
            .map(record -> Objects.requireNonNullElse(record.getEventSourceArn(), ""))
            .anyMatch(arn -> arn.endsWith(":" + bulkQueueName));
    return bulk ? Batch.Lane.BULK : Batch.Lane.MAIL;
  }

  /// The traces in which producers enqueued their messages, by message; SQS keeps them.
  private static Map<String, String> producers(List<SQSMessage> records) {
    Map<String, String> traces = new HashMap<>();
    for (SQSMessage message : records) {
      Tracing.root(attributes(message).get("AWSTraceHeader"))
          .ifPresent(trace -> traces.put(message.getMessageId(), trace));
    }
    return traces;
  }

  /// SQS always sends the attributes; an event that was written by hand may do without.
  private static Map<String, String> attributes(SQSMessage message) {
    return Objects.requireNonNullElse(message.getAttributes(), Map.<String, String>of());
  }

  private Received received(SQSMessage message) {
    Map<String, String> attributes = attributes(message);
    String now = Long.toString(clock.millis());
    return new Received(
        message.getMessageId(),
        message.getBody(),
        attributes.get("MessageGroupId"),
        Instant.ofEpochMilli(Long.parseLong(attributes.getOrDefault("SentTimestamp", now))),
        Integer.parseInt(attributes.getOrDefault("ApproximateReceiveCount", "1")),
        CarriedAttributes.read(
            Objects.requireNonNullElse(
                message.getMessageAttributes(), Map.<String, MessageAttribute>of())));
  }
}
