package dev.postrider.cli.ops;

import dev.postrider.aws.DynamoLedgerReader;
import dev.postrider.aws.DynamoOperatorLedger;
import dev.postrider.aws.DynamoPacer;
import dev.postrider.aws.DynamoSuppressionStore;
import dev.postrider.aws.HashKeyItem;
import dev.postrider.aws.LambdaEventSources;
import dev.postrider.aws.SqsParking;
import dev.postrider.aws.SqsShelf;
import dev.postrider.aws.VirtualFanout;
import dev.postrider.cli.domain.Access;
import dev.postrider.dispatch.Lifetimes;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import dev.postrider.email.RecipientHash;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// A stack that a command works on, and the ways into it. Clients are made when they are first
/// used, and closed with the session. For one thread.
final class Session implements AutoCloseable {
  private static final int AT_ONCE = 16;
  private static final String NESTED_STACK = "AWS::CloudFormation::Stack";
  private static final Set<String> ALARMS =
      Set.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm");
  private static final Duration LONG_POLL = Duration.ofSeconds(1);

  private final Deployment deployment;
  private final Clients clients;
  private final Clock clock;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private @Nullable SqsClient sqs;
  private @Nullable DynamoDbClient dynamoDb;
  private @Nullable SesV2Client ses;
  private @Nullable LambdaClient lambda;
  private Set<String> alarmNames = Set.of();

  private Session(Deployment deployment, Clients clients, Clock clock) {
    this.deployment = deployment;
    this.clients = clients;
    this.clock = clock;
  }

  static Session ofLocal(Map<String, String> variables, Clock clock) {
    return new Session(Deployment.ofLocal(variables), new Clients.OnThisMachine(variables), clock);
  }

  /// @throws IllegalStateException when there is no such stack
  static Session ofAws(String stack, Access access, Clock clock) {
    Clients clients = new Clients.OnAws(access);
    try (CloudFormationClient cloudFormation = clients.cloudFormation()) {
      return new Session(deployment(cloudFormation, stack), clients, clock);
    } catch (CloudFormationException e) {
      throw new IllegalStateException(
          "The stack \""
              + stack
              + "\" could not be read: --stack, --region and --profile choose another.",
          e);
    }
  }

  private static Deployment deployment(CloudFormationClient client, String name) {
    Stack stack = client.describeStacks(r -> r.stackName(name)).stacks().getFirst();
    return Deployment.of(
        name,
        stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue)),
        stack.parameters().stream()
            .collect(Collectors.toMap(Parameter::parameterKey, Parameter::parameterValue)));
  }

  /// The names of the stack's alarms, which do not change while a command runs. They are the nested
  /// stack's of monitoring.yaml.
  synchronized Set<String> alarmNames() {
    if (alarmNames.isEmpty()) {
      try (CloudFormationClient cloudFormation = clients.cloudFormation()) {
        alarmNames =
            resources(cloudFormation, deployment.name())
                .filter(resource -> NESTED_STACK.equals(resource.resourceType()))
                .flatMap(nested -> resources(cloudFormation, nested.physicalResourceId()))
                .filter(resource -> ALARMS.contains(resource.resourceType()))
                .map(resource -> alarmName(resource.physicalResourceId()))
                .collect(Collectors.toSet());
      }
    }
    return alarmNames;
  }

  private static Stream<StackResourceSummary> resources(CloudFormationClient client, String stack) {
    return client
        .listStackResourcesPaginator(r -> r.stackName(stack))
        .stackResourceSummaries()
        .stream();
  }

  /// CloudFormation knows an alarm by its name or by its ARN.
  private static String alarmName(String physicalId) {
    return physicalId.replaceFirst("^arn:.*:alarm:", "");
  }

  Deployment deployment() {
    return deployment;
  }

  Clients clients() {
    return clients;
  }

  Clock clock() {
    return clock;
  }

  SqsClient sqs() {
    if (sqs == null) {
      sqs = opened(clients::sqs);
    }
    return sqs;
  }

  DynamoDbClient dynamoDb() {
    if (dynamoDb == null) {
      dynamoDb = opened(clients::dynamoDb);
    }
    return dynamoDb;
  }

  SesV2Client ses() {
    if (ses == null) {
      ses = opened(clients::ses);
    }
    return ses;
  }

  LambdaClient lambda() {
    if (lambda == null) {
      lambda = opened(clients::lambda);
    }
    return lambda;
  }

  private <C extends AutoCloseable> C opened(Supplier<C> make) {
    C client = make.get();
    open.push(client);
    return client;
  }

  DynamoOperatorLedger ledger() {
    return new DynamoOperatorLedger(
        dynamoDb(),
        deployment.ledgerTable(),
        new VirtualFanout(AT_ONCE),
        deployment.grace(),
        deployment.keep());
  }

  DynamoLedgerReader ledgerReader() {
    return new DynamoLedgerReader(dynamoDb(), deployment.ledgerTable());
  }

  /// What stands for a recipient in this stack's ledger, log lines and status events; empty while
  /// the stack has no key: its functions make it when they first need it.
  Optional<RecipientHash> recipientHash() {
    return HashKeyItem.read(dynamoDb(), deployment.ledgerTable()).map(RecipientHash::keyed);
  }

  DynamoPacer pacer() {
    return new DynamoPacer(dynamoDb(), deployment.ledgerTable(), clock);
  }

  DynamoSuppressionStore suppressions() {
    return new DynamoSuppressionStore(
        dynamoDb(), deployment.suppressionTable(), deployment.suppressionPolicy());
  }

  LambdaEventSources eventSources() {
    return new LambdaEventSources(lambda(), deployment.eventSourceIds());
  }

  EmailDecoder decoder() {
    return new EmailDecoder(new Defaults(deployment.defaultFrom()));
  }

  Lifetimes lifetimes() {
    return Lifetimes.ofLedger(deployment.keep());
  }

  SqsShelf rejected() {
    return shelf(deployment.queues().rejected()).withReasons();
  }

  SqsShelf held() {
    return shelf(deployment.queues().held());
  }

  SqsShelf dead() {
    return shelf(deployment.queues().mailDeadLetters());
  }

  SqsShelf feedbackDead() {
    return shelf(deployment.queues().feedbackDeadLetters());
  }

  /// @throws IllegalStateException when the stack receives no DMARC reports
  SqsShelf dmarcDead() {
    return shelf(dmarcReports().deadLetters());
  }

  /// @throws IllegalStateException when the stack receives no DMARC reports
  LiveFunction reportFunction() {
    return function(dmarcReports().function());
  }

  private Deployment.DmarcReports dmarcReports() {
    return deployment
        .dmarcReports()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "this stack receives no DMARC reports (parameter ReceiveDmarcReports)"));
  }

  LiveFunction function(String name) {
    return new LiveFunction(lambda(), name);
  }

  private SqsShelf shelf(String queueUrl) {
    return new SqsShelf(sqs(), queueUrl, deployment.local() ? Duration.ZERO : LONG_POLL);
  }

  /// Brings messages back to the dispatcher.
  MailReturn mailReturn() {
    return new MailReturn(
        ledger(),
        new SqsParking(
            sqs(),
            new SqsParking.QueueUrls(
                deployment.queues().mail(),
                deployment.queues().bulk(),
                deployment.queues().rejected(),
                deployment.queues().held())),
        decoder(),
        lifetimes(),
        clock);
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("an SDK client did not close", e);
      }
    }
  }
}
