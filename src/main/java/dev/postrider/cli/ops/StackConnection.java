package dev.postrider.cli.ops;

import dev.postrider.aws.DynamoLedgerReader;
import dev.postrider.aws.DynamoOperatorLedger;
import dev.postrider.aws.DynamoPacer;
import dev.postrider.aws.DynamoSuppressionStore;
import dev.postrider.aws.LambdaEventSources;
import dev.postrider.aws.SqsCopyQueues;
import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.StackRecipientHash;
import dev.postrider.aws.VirtualFanout;
import dev.postrider.cli.domain.RegionAndProfile;
import dev.postrider.dispatch.Lifetimes;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import dev.postrider.email.RecipientHash;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The stack that a command works on, and what reaches its parts. Each SDK client is made when it
/// is first used, and closed with the connection.
final class StackConnection implements AutoCloseable {
  private static final int AT_ONCE = 16;
  private static final String NESTED_STACK = "AWS::CloudFormation::Stack";
  private static final Set<String> ALARMS =
      Set.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm");
  private static final Duration LONG_POLL = Duration.ofSeconds(1);

  private final Deployment deployment;
  private final SdkClients clients;
  private final Clock clock;
  private final Map<Class<?>, AutoCloseable> open = new LinkedHashMap<>();
  private Set<String> alarmNames = Set.of();

  private StackConnection(Deployment deployment, SdkClients clients, Clock clock) {
    this.deployment = deployment;
    this.clients = clients;
    this.clock = clock;
  }

  static StackConnection ofLocal(Map<String, String> variables, Clock clock) {
    return new StackConnection(
        Deployment.ofLocal(variables), new SdkClients.OfLocalStack(variables), clock);
  }

  /// @throws IllegalStateException when there is no such stack
  static StackConnection ofAws(String stack, RegionAndProfile access, Clock clock) {
    SdkClients clients = new SdkClients.OfAws(access);
    try (CloudFormationClient cloudFormation = clients.cloudFormation()) {
      return new StackConnection(deployment(cloudFormation, stack), clients, clock);
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
            nestedStacks(cloudFormation)
                .flatMap(nested -> resources(cloudFormation, nested))
                .filter(resource -> ALARMS.contains(resource.resourceType()))
                .map(resource -> alarmName(resource.physicalResourceId()))
                .collect(Collectors.toSet());
      }
    }
    return alarmNames;
  }

  /// The ids of the stack's nested stacks.
  Stream<String> nestedStacks(CloudFormationClient client) {
    return resources(client, deployment.name())
        .filter(resource -> NESTED_STACK.equals(resource.resourceType()))
        .map(StackResourceSummary::physicalResourceId);
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

  SdkClients clients() {
    return clients;
  }

  Clock clock() {
    return clock;
  }

  Instant now() {
    return clock.instant();
  }

  SqsClient sqs() {
    return client(SqsClient.class, clients::sqs);
  }

  DynamoDbClient dynamoDb() {
    return client(DynamoDbClient.class, clients::dynamoDb);
  }

  SesV2Client ses() {
    return client(SesV2Client.class, clients::ses);
  }

  LambdaClient lambda() {
    return client(LambdaClient.class, clients::lambda);
  }

  CloudFormationClient cloudFormation() {
    return client(CloudFormationClient.class, clients::cloudFormation);
  }

  CloudWatchClient cloudWatch() {
    return client(CloudWatchClient.class, clients::cloudWatch);
  }

  EventBridgeClient eventBridge() {
    return client(EventBridgeClient.class, clients::eventBridge);
  }

  SnsClient sns() {
    return client(SnsClient.class, clients::sns);
  }

  private synchronized <C extends AutoCloseable> C client(Class<C> type, Supplier<C> make) {
    return type.cast(open.computeIfAbsent(type, _ -> make.get()));
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
    return StackRecipientHash.secret(dynamoDb(), deployment.ledgerTable())
        .map(RecipientHash::keyed);
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

  DeployedFunction function(String name) {
    return new DeployedFunction(lambda(), name);
  }

  SqsQueueBrowser browser(String queueUrl) {
    return new SqsQueueBrowser(sqs(), queueUrl, deployment.local() ? Duration.ZERO : LONG_POLL);
  }

  /// Brings messages back to the dispatcher.
  MailRedrive mailRedrive() {
    return new MailRedrive(
        ledger(),
        new SqsCopyQueues(
            sqs(),
            new SqsCopyQueues.QueueUrls(
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
    for (AutoCloseable client : open.values()) {
      try {
        client.close();
      } catch (Exception e) {
        throw new IllegalStateException("an SDK client did not close", e);
      }
    }
  }
}
