package dev.postrider.cli.ops;

import dev.postrider.aws.DynamoDeliveryLedger;
import dev.postrider.aws.DynamoLedger;
import dev.postrider.aws.DynamoPacer;
import dev.postrider.aws.DynamoSuppressionStore;
import dev.postrider.aws.DynamoSuppressions;
import dev.postrider.aws.SesSender;
import dev.postrider.aws.SqsCopyQueues;
import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.VirtualFanout;
import dev.postrider.calls.Fanout;
import dev.postrider.cli.Answer;
import dev.postrider.cli.Main;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.BatchLog;
import dev.postrider.dispatch.DispatchPolicy;
import dev.postrider.dispatch.Dispatcher;
import dev.postrider.dispatch.Received;
import dev.postrider.email.Address;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import dev.postrider.email.Lifetimes;
import dev.postrider.local.CommandLines;
import dev.postrider.local.Endpoints;
import dev.postrider.local.LocalAws;
import dev.postrider.local.LocalDynamoDb;
import dev.postrider.local.LocalSqs;
import dev.postrider.local.Queues;
import dev.postrider.local.events.EventBus;
import dev.postrider.local.ses.Fault;
import dev.postrider.local.ses.SesServer;
import dev.postrider.pace.Gcra;
import dev.postrider.suppression.SuppressionPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// The servers that the commands talk to, and the real dispatcher between them, called by hand. One
/// for all tests of this package; each test begins with empty queues, tables and lists.
public final class TestStack implements AutoCloseable {
  /// How long a Send event is awaited.
  static final Duration GRACE = Duration.ofMinutes(2);

  private static final String LEDGER = "LedgerTable";
  private static final String SUPPRESSIONS = "SuppressionTable";
  private static final Duration KEEP = Duration.ofDays(30);

  private final LocalSqs sqsServer = LocalSqs.start();
  private final LocalDynamoDb dynamoDbServer = LocalDynamoDb.start();
  private final SesServer sesServer = SesServer.start("postrider", event -> {});
  private final LambdaDouble lambda = new LambdaDouble();
  private final EventBus bus = EventBus.start("postrider-status", 0);
  private final SqsClient sqs = sqsServer.client();
  private final DynamoDbClient dynamoDb = dynamoDbServer.client();
  private final SesV2Client sesForSending =
      LocalAws.configure(SesV2Client.builder(), sesServer.endpoint())
          .overrideConfiguration(
              ClientOverrideConfiguration.builder()
                  .retryStrategy(DefaultRetryStrategy.doNotRetry())
                  .build())
          .build();
  private final Queues queues = sqsServer.createQueues();
  private final String dmarcDeadLetters =
      sqs.createQueue(r -> r.queueName("DmarcReportDeadLetterQueue")).queueUrl();
  private final Path environment = write(environment());

  TestStack() {
    sesServer.account().maxSendRate(1_000);
    dynamoDbServer.createTables(LEDGER, SUPPRESSIONS);
  }

  /// Gives each test the stack, emptied.
  public static final class Extension implements ParameterResolver, BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      stack(context).reset();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TestStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return stack(context);
    }

    private static TestStack stack(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.create(TestStack.class))
          .computeIfAbsent(TestStack.class, type -> new TestStack(), TestStack.class);
    }
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(endpoints().environment());
    all.put("POSTRIDER_MAIL_QUEUE_URL", queues.mail());
    all.put("POSTRIDER_BULK_QUEUE_URL", queues.bulk());
    all.put("POSTRIDER_REJECTED_QUEUE_URL", queues.rejected());
    all.put("POSTRIDER_HELD_QUEUE_URL", queues.held());
    all.put("POSTRIDER_LEDGER_TABLE", LEDGER);
    all.put("POSTRIDER_SUPPRESSION_TABLE", SUPPRESSIONS);
    all.put("POSTRIDER_EMAIL_IDENTITY", "example.com");
    all.put("POSTRIDER_MAIL_EVENT_SOURCE_ID", "mail-source");
    all.put("POSTRIDER_BULK_EVENT_SOURCE_ID", "bulk-source");
    all.put("POSTRIDER_DEFAULT_FROM", "no-reply@example.com");
    all.put("POSTRIDER_UNKNOWN_GRACE", GRACE.toString());
    all.put("POSTRIDER_LEDGER_DAYS", "30");
    all.put("POSTRIDER_CONFIGURATION_FAULT_DAYS", "7");
    all.put("POSTRIDER_SOFT_BOUNCE_COUNT", "3");
    all.put("POSTRIDER_SOFT_BOUNCE_WINDOW", "P7D");
    all.put("POSTRIDER_SOFT_BOUNCE_SUPPRESSION", "P14D");
    return all;
  }

  private static Path write(Map<String, String> environment) {
    try {
      Path file = Files.createTempFile("postrider", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, Endpoints.samJson(environment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void reset() {
    queues.all().forEach(url -> sqs.purgeQueue(r -> r.queueUrl(url)));
    sqs.purgeQueue(r -> r.queueUrl(dmarcDeadLetters));
    dynamoDb.deleteTable(r -> r.tableName(LEDGER));
    dynamoDb.deleteTable(r -> r.tableName(SUPPRESSIONS));
    dynamoDbServer.createTables(LEDGER, SUPPRESSIONS);
    sesServer.faults().clear();
    lambda.reset();
    bus.clear();
    try (SesV2Client ses = sesServer.client()) {
      ses.listSuppressedDestinations(r -> {})
          .suppressedDestinationSummaries()
          .forEach(s -> ses.deleteSuppressedDestination(r -> r.emailAddress(s.emailAddress())));
    }
    // The pace of a test is no subject of these tests: fast, but shared as on AWS.
    pacer().change(pace -> Gcra.underCeiling(pace, 1_000, Instant.now()), Instant.now());
  }

  /// As a command opens it.
  StackConnection connection(Clock clock) {
    return new StackConnection(
        Deployment.ofLocal(environment()),
        new SdkClients(null, environment()),
        new CommandLines(""),
        clock);
  }

  /// Runs a command against this stack.
  Answer run(String... args) {
    return Answer.of(environment, args);
  }

  /// Runs a command whose standard output goes elsewhere.
  Answer runInto(Writer out, String... args) {
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(
            new PrintWriter(out),
            new PrintWriter(err, true),
            Stream.concat(Stream.of(args), Stream.of("--local-env", environment.toString()))
                .toArray(String[]::new));
    return new Answer(exitCode, "", err.toString());
  }

  /// Runs a command against this stack, some of whose variables are others.
  Answer runWith(Map<String, String> others, String... args) {
    Map<String, String> all = environment();
    all.putAll(others);
    return Answer.of(write(all), args);
  }

  /// How commands name this stack in the lines that they tell a person to run.
  String named() {
    return " --local-env " + environment;
  }

  /// How questions and answers name it.
  String place() {
    return "the embedded stack on port " + sqsServer.endpoint().getPort();
  }

  /// Of a stack that receives DMARC reports; the embedded one does not.
  String dmarcDeadLetters() {
    return dmarcDeadLetters;
  }

  Queues queues() {
    return queues;
  }

  Endpoints endpoints() {
    return new Endpoints(
        sqsServer.endpoint(),
        dynamoDbServer.endpoint(),
        sesServer.endpoint(),
        lambda.endpoint(),
        bus.endpoint());
  }

  SesServer ses() {
    return sesServer;
  }

  LambdaDouble lambda() {
    return lambda;
  }

  DynamoPacer pacer() {
    return new DynamoPacer(dynamoDb, LEDGER, Clock.systemUTC());
  }

  DynamoLedger ledger() {
    return new DynamoLedger(dynamoDb, LEDGER, new VirtualFanout(8), GRACE, KEEP, Clock.systemUTC());
  }

  DynamoSuppressionStore suppressions() {
    return new DynamoSuppressionStore(dynamoDb, SUPPRESSIONS, SuppressionPolicy.DEFAULT);
  }

  DynamoDeliveryLedger deliveries() {
    return new DynamoDeliveryLedger(dynamoDb, LEDGER);
  }

  /// Gives the stack the key of its recipients' hashes, as its functions would.
  void hashKey(byte[] secret) {
    dynamoDb.putItem(
        r ->
            r.tableName(LEDGER)
                .item(
                    Map.of(
                        "id", AttributeValue.fromS("@recipient-hash"),
                        "secret", AttributeValue.fromB(SdkBytes.fromByteArray(secret)))));
  }

  /// How many messages a queue holds: waiting, in flight and delayed.
  int depth(String queueUrl) {
    return SqsQueueBrowser.depth(sqs, queueUrl).total();
  }

  /// How many messages can be received from a queue.
  int visible(String queueUrl) {
    return SqsQueueBrowser.depth(sqs, queueUrl).waiting();
  }

  /// Takes a message as another reader would, who has it in use from now on.
  void takeOne(String queueUrl) {
    if (sqs.receiveMessage(r -> r.queueUrl(queueUrl)).messages().size() != 1) {
      throw new AssertionError("no message in " + queueUrl);
    }
  }

  void enqueue(String body) {
    enqueue(queues.mail(), body);
  }

  void enqueue(String queueUrl, String body) {
    sqs.sendMessage(r -> r.queueUrl(queueUrl).messageBody(body));
  }

  /// The same with attributes, as a copy has them, or a producer's message that claims to be one.
  void enqueue(String queueUrl, String body, Map<String, String> attributes) {
    Map<String, MessageAttributeValue> values = new HashMap<>();
    attributes.forEach(
        (name, value) ->
            values.put(
                name,
                MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
    sqs.sendMessage(r -> r.queueUrl(queueUrl).messageBody(body).messageAttributes(values));
  }

  /// When the ledger's entry of a unit dies.
  Instant diesAt(String key) {
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(r -> r.tableName(LEDGER).key(Map.of("id", AttributeValue.fromS(key))))
            .item();
    return Instant.ofEpochSecond(Long.parseLong(Objects.requireNonNull(item.get("ttl")).n()));
  }

  /// The same for many messages.
  void enqueueMany(String queueUrl, List<String> bodies) {
    for (int from = 0; from < bodies.size(); from += 10) {
      List<String> some = bodies.subList(from, Math.min(bodies.size(), from + 10));
      sqs.sendMessageBatch(
          r ->
              r.queueUrl(queueUrl)
                  .entries(
                      IntStream.range(0, some.size())
                          .mapToObj(
                              i ->
                                  SendMessageBatchRequestEntry.builder()
                                      .id("m" + i)
                                      .messageBody(some.get(i))
                                      .build())
                          .toList()));
    }
  }

  /// A message of one recipient.
  static String mail(String id, String stream) {
    return """
    {"id":"%s","stream":"%s","to":"%s@example.net","subject":"Hello","text":"secret words"}\
    """
        .formatted(id, stream, id);
  }

  /// Dispatches what can be received from both lanes now.
  void dispatch() {
    dispatchAt(Instant.now());
  }

  /// Dispatches by a clock that shows another time.
  void dispatchAt(Instant instant) {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), instant));
    dispatch(queues.mail(), Batch.Lane.MAIL, clock);
    dispatch(queues.bulk(), Batch.Lane.BULK, clock);
  }

  private void dispatch(String queueUrl, Batch.Lane lane, Clock clock) {
    List<Received> records = new ArrayList<>();
    new SqsQueueBrowser(sqs, queueUrl, Duration.ZERO)
        .browse(1_000, browsed -> records.add(browsed.message()));
    if (!records.isEmpty()) {
      BatchLog report =
          dispatcher(clock)
              .dispatch(new Batch(lane, records, clock.instant().plus(Duration.ofMinutes(1))));
      if (!report.failedMessageIds().isEmpty()) {
        throw new AssertionError("not dispatched: " + report.defects());
      }
    }
  }

  private Dispatcher dispatcher(Clock clock) {
    Fanout fanout = new VirtualFanout(8);
    Random random = new Random(7);
    return new Dispatcher(
        new EmailDecoder(new Defaults(Address.parse("no-reply@example.com")))::decode,
        new DispatchPolicy(
            Set.of("marketing"), Set.of("marketing"), Lifetimes.ofLedger(KEEP), Duration.ofDays(7)),
        new Dispatcher.Ports(
            ledger(),
            new DynamoSuppressions(
                dynamoDb,
                SUPPRESSIONS,
                SuppressionPolicy.DEFAULT,
                fanout,
                instant -> {},
                random,
                clock),
            pacer(),
            new SesSender(sesForSending, "postrider"),
            new SqsCopyQueues(
                sqs,
                new SqsCopyQueues.QueueUrls(
                    queues.mail(), queues.bulk(), queues.rejected(), queues.held())),
            fanout,
            instant -> {},
            clock,
            random),
        GRACE);
  }

  /// Brings a marketing message into the held queue: SES closed the connection, and no Send event
  /// came.
  void hold(String body) {
    sesServer.faults().next(1, new Fault.CloseAfterReading());
    enqueue(body);
    dispatch();
    enqueue(body);
    dispatchAt(Instant.now().plus(GRACE).plusSeconds(60));
  }

  /// Brings a message into the rejected queue: SES refused it.
  void refuse(String body) {
    sesServer.faults().next(1, new Fault.Refuse(400, "MessageRejected", "Email address is bad."));
    enqueue(body);
    dispatch();
  }

  /// How many messages SES has accepted for an address.
  int accepted(String address) {
    return sesServer.inbox().to(address).size();
  }

  @Override
  public void close() {
    sqs.close();
    dynamoDb.close();
    sesForSending.close();
    lambda.close();
    bus.close();
    sesServer.close();
    dynamoDbServer.close();
    sqsServer.close();
  }
}
