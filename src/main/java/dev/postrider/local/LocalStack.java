package dev.postrider.local;

import static dev.postrider.local.LocalOptions.ACCOUNT_WATCH;
import static dev.postrider.local.LocalOptions.CONFIGURATION_SET;
import static dev.postrider.local.LocalOptions.DISPATCH;
import static dev.postrider.local.LocalOptions.FEEDBACK;

import dev.postrider.local.events.EventBus;
import dev.postrider.local.http.PortTaken;
import dev.postrider.local.lambda.AsyncInvoker;
import dev.postrider.local.lambda.EventSource;
import dev.postrider.local.lambda.FunctionSpec;
import dev.postrider.local.lambda.LambdaApi;
import dev.postrider.local.lambda.LambdaFunction;
import dev.postrider.local.lambda.ScheduledRule;
import dev.postrider.local.ses.SesServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The whole of template.yaml on one machine: the real functions between real protocols, with
/// SES's stand-in at the end.
public final class LocalStack implements AutoCloseable {
  /// The ledger's table.
  public static final String LEDGER_TABLE = "LedgerTable";

  /// The suppressions' table.
  public static final String SUPPRESSION_TABLE = "SuppressionTable";

  /// The bus of status events.
  public static final String STATUS_BUS = "postrider-status";

  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  private final LocalOptions options;
  private final Clock clock = Clock.systemUTC();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CompletableFuture<SnsPublisher> topic = new CompletableFuture<>();
  private final LocalSqs sqs;
  private final SqsClient sqsClient;
  private final LocalDynamoDb dynamoDb;
  private final SesServer ses;
  private final EventBus events;
  private final LambdaApi lambdaApi;
  private final Queues queues;
  private final StackTemplate template;
  private final LambdaFunction dispatch;
  private final LambdaFunction feedback;
  private final @Nullable LambdaFunction accountWatch;
  private final EventSource mailEvents;
  private final EventSource bulkEvents;

  /// SQS takes the longest; the other servers start meanwhile, and what follows needs their ports.
  private LocalStack(LocalOptions options) {
    this.options = options;
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var sqsStart =
          CompletableFuture.supplyAsync(() -> part(LocalSqs.start(options.port(0))), executor);
      this.dynamoDb = part(LocalDynamoDb.start(options.port(1)));
      this.ses =
          part(
              SesServer.start(
                  options.port(2), CONFIGURATION_SET, e -> topic.join().publish(e), clock));
      ses.account().identities(Set.of(options.domain));
      options.ses.accept(ses.account());
      this.lambdaApi = part(LambdaApi.start(options.port(3)));
      this.events = part(EventBus.start(STATUS_BUS, options.port(4)));
      this.sqs = sqsStart.join();
      this.sqsClient = part(sqs.client());
      this.queues = sqs.createQueues(options.mailLane, options.bulkLane);
      dynamoDb.createTables(LEDGER_TABLE, SUPPRESSION_TABLE);
      String mailEventsId = UUID.randomUUID().toString();
      String bulkEventsId = UUID.randomUUID().toString();
      this.template = deployed(mailEventsId, bulkEventsId);
      // One JVM a batch in flight: as many for mail as for bulk.
      this.dispatch =
          startFunction(DISPATCH, 2 * options.dispatchInstances, options.dispatchTimeout);
      this.feedback = startFunction(FEEDBACK, options.feedbackInstances, timeout(FEEDBACK));
      AsyncInvoker invoker =
          new AsyncInvoker(feedback, sqs.client(), queues.feedbackDeadLetters(), RETRY_DELAY);
      topic.complete(part(new SnsPublisher(invoker, clock)));
      this.accountWatch =
          options.handlers.containsKey(ACCOUNT_WATCH)
              ? startFunction(ACCOUNT_WATCH, 1, timeout(ACCOUNT_WATCH))
              : null;
      this.mailEvents = startEvents(mailEventsId, queues.mail(), options.mailLane);
      this.bulkEvents = startEvents(bulkEventsId, queues.bulk(), options.bulkLane);
      if (accountWatch != null) {
        part(new ScheduledRule(accountWatch, options.accountWatchInterval, clock));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /// Starts everything, or nothing.
  ///
  /// @throws PortTaken when another program listens on one of the ports
  /// @throws IllegalStateException when another part does not start, or on a system that AWS's
  ///     runtime interface client does not know
  public static LocalStack start(LocalOptions options) {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new IllegalStateException(
          "AWS's runtime interface client, which runs the functions, has native code for Linux"
              + " only: run the embedded stack on Linux, in WSL or in a container.");
    }
    LocalLogging.quiet();
    try {
      return new LocalStack(options);
    } catch (CompletionException e) {
      if (e.getCause() instanceof PortTaken taken) {
        throw taken;
      }
      throw new IllegalStateException("the embedded stack did not start", e.getCause());
    }
  }

  private <P extends AutoCloseable> P part(P part) {
    synchronized (parts) {
      parts.push(part);
    }
    return part;
  }

  /// The template with what its resources are called here.
  private StackTemplate deployed(String mailEventsId, String bulkEventsId) {
    return options.template.with(
        Map.ofEntries(
            Map.entry("AWS::Region", LocalAws.REGION.id()),
            Map.entry("AWS::URLSuffix", "amazonaws.com"),
            Map.entry("AWS::StackName", "postrider"),
            Map.entry("DomainName", options.domain),
            Map.entry("SettingsVersion", "local"),
            // They cost nothing here, and show a developer what there is.
            Map.entry("RoutineStatusEvents", "true"),
            Map.entry("MailQueue", queues.mail()),
            Map.entry("BulkQueue", queues.bulk()),
            Map.entry("RejectedQueue", queues.rejected()),
            Map.entry("HeldQueue", queues.held()),
            Map.entry("LedgerTable", LEDGER_TABLE),
            Map.entry("SuppressionTable", SUPPRESSION_TABLE),
            Map.entry("ConfigurationSet", CONFIGURATION_SET),
            Map.entry("StatusBus", STATUS_BUS),
            Map.entry("DispatchFunctionMail", mailEventsId),
            Map.entry("DispatchFunctionBulk", bulkEventsId)));
  }

  /// What the template sets for a function, with the endpoints of this stack, so that nothing
  /// leaves the machine.
  private Map<String, String> environment(String function) {
    Map<String, String> local = endpoints().environment();
    Map<String, String> all = new HashMap<>(template.environment(function));
    all.replaceAll(
        (name, value) ->
            name.startsWith("AWS_ENDPOINT_URL_")
                ? Objects.requireNonNull(local.get(name), name)
                : value);
    all.putAll(options.environment);
    return all;
  }

  private LambdaFunction startFunction(String name, int instances, Duration timeout) {
    FunctionSpec spec =
        new FunctionSpec(
            name,
            options.classPath,
            Objects.requireNonNull(options.handlers.get(name)),
            environment(name),
            timeout,
            template.number(name, "MemorySize"),
            instances,
            logs().resolve(name + ".log"),
            RecursiveLoop.fromValue(template.property(name, "RecursiveLoop").orElse("Terminate")));
    LambdaFunction function = part(LambdaFunction.start(spec));
    lambdaApi.add(function);
    return function;
  }

  private Duration timeout(String function) {
    return Duration.ofSeconds(template.number(function, "Timeout"));
  }

  private EventSource startEvents(String id, String queueUrl, LocalOptions.Queueing lane) {
    EventSource.Mapping mapping =
        new EventSource.Mapping(
            id,
            queueUrl,
            dispatch,
            lane.batchSize(),
            lane.batchingWindow(),
            options.dispatchInstances);
    EventSource source = part(new EventSource(mapping, sqs.client()));
    lambdaApi.add(source);
    return source;
  }

  /// Where the servers listen.
  public Endpoints endpoints() {
    return new Endpoints(
        sqs.endpoint(),
        dynamoDb.endpoint(),
        ses.endpoint(),
        lambdaApi.endpoint(),
        events.endpoint());
  }

  /// The directory of the functions' log files.
  public Path logs() {
    return options.logs(sqs.endpoint().getPort());
  }

  /// The variables of all functions together, and where the servers listen.
  public Map<String, String> functionEnvironment() {
    Map<String, String> all = new HashMap<>(endpoints().environment());
    List.of(DISPATCH, FEEDBACK, ACCOUNT_WATCH)
        .forEach(function -> all.putAll(environment(function)));
    return Map.copyOf(all);
  }

  /// The queues' URLs.
  public Queues queues() {
    return queues;
  }

  /// The embedded SQS.
  public LocalSqs sqs() {
    return sqs;
  }

  /// The embedded DynamoDB, with `LEDGER_TABLE` and `SUPPRESSION_TABLE`.
  public LocalDynamoDb dynamoDb() {
    return dynamoDb;
  }

  /// SES's stand-in: inbox, counters, faults, account.
  public SesServer ses() {
    return ses;
  }

  /// EventBridge's stand-in, with the bus of status events.
  public EventBus events() {
    return events;
  }

  /// The function behind both lanes of mail.
  public LambdaFunction dispatch() {
    return dispatch;
  }

  /// The function behind the topic.
  public LambdaFunction feedback() {
    return feedback;
  }

  /// The scheduled function; empty when the stack runs without it.
  public Optional<LambdaFunction> accountWatch() {
    return Optional.ofNullable(accountWatch);
  }

  /// From the mail queue to the dispatcher.
  public EventSource mailEvents() {
    return mailEvents;
  }

  /// From the bulk queue to the dispatcher.
  public EventSource bulkEvents() {
    return bulkEvents;
  }

  /// How many messages a queue holds: waiting, in flight and delayed.
  public int depth(String queueUrl) {
    Map<QueueAttributeName, String> attributes =
        sqsClient
            .getQueueAttributes(g -> g.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Stream.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)
        .mapToInt(attribute -> Integer.parseInt(attributes.getOrDefault(attribute, "0")))
        .sum();
  }

  /// Whether nothing is left to do: both lanes are empty, and all events were taken in or given
  /// up.
  public boolean isIdle() {
    return depth(queues.mail()) == 0
        && depth(queues.bulk()) == 0
        && ses.pendingEvents() == 0
        && topic.join().pending() == 0;
  }

  /// Closes the part that started last, and then the others, whatever one of them throws.
  @Override
  public void close() {
    AutoCloseable last;
    synchronized (parts) {
      last = parts.poll();
    }
    if (last == null) {
      return;
    }
    try (LocalStack _ = this) {
      last.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a part did not stop", e);
    }
  }
}
