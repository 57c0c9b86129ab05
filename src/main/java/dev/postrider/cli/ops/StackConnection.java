package dev.postrider.cli.ops;

import dev.postrider.aws.DynamoLedgerReader;
import dev.postrider.aws.DynamoOperatorLedger;
import dev.postrider.aws.DynamoPacer;
import dev.postrider.aws.DynamoSuppressionStore;
import dev.postrider.aws.LambdaEventSources;
import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.StackRecipientHash;
import dev.postrider.aws.VirtualFanout;
import dev.postrider.cli.domain.RegionAndProfile;
import dev.postrider.cli.output.Place;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import dev.postrider.email.Lifetimes;
import dev.postrider.email.RecipientHash;
import dev.postrider.local.CommandLines;
import dev.postrider.verify.DeployedStack;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/// The stack that a command works on, and what reaches its parts.
///
/// @param commands lines about this stack
record StackConnection(
    Deployment deployment, SdkClients clients, CommandLines commands, Clock clock)
    implements AutoCloseable {
  private static final int AT_ONCE = 16;
  private static final Duration LONG_POLL = Duration.ofSeconds(1);

  /// @throws IllegalStateException when there is no such stack
  static StackConnection ofAws(
      String name, RegionAndProfile access, CommandLines commands, Clock clock) {
    SdkClients clients = new SdkClients(access, Map.of());
    try {
      Stack stack =
          clients.cloudFormation().describeStacks(r -> r.stackName(name)).stacks().getFirst();
      DeployedStack deployed = DeployedStack.of(stack);
      Deployment deployment = Deployment.of(name, deployed.outputs(), deployed.parameters());
      return new StackConnection(deployment, clients, commands, clock);
    } catch (CloudFormationException e) {
      clients.close();
      throw new IllegalStateException(
          "The stack \""
              + name
              + "\" could not be read: --stack, --region and --profile choose another.",
          e);
    }
  }

  /// What questions and answers say of a change; the account is that of its queues' URLs.
  Place place() {
    URI mail = URI.create(deployment.queues().mail());
    return new Place(
        deployment.name(),
        mail.getPath().split("/", -1)[1],
        clients.region(),
        deployment.local() ? mail.getPort() : 0);
  }

  Instant now() {
    return clock.instant();
  }

  DynamoOperatorLedger ledger() {
    return new DynamoOperatorLedger(
        clients.dynamoDb(),
        deployment.ledgerTable(),
        new VirtualFanout(AT_ONCE),
        deployment.grace(),
        deployment.keep());
  }

  DynamoLedgerReader ledgerReader() {
    return new DynamoLedgerReader(clients.dynamoDb(), deployment.ledgerTable());
  }

  /// What stands for a recipient in this stack's ledger, log lines and status events; empty while
  /// the stack has no key: its functions make it when they first need it.
  Optional<RecipientHash> recipientHash() {
    return StackRecipientHash.secret(clients.dynamoDb(), deployment.ledgerTable())
        .map(RecipientHash::keyed);
  }

  DynamoPacer pacer() {
    return new DynamoPacer(clients.dynamoDb(), deployment.ledgerTable(), clock);
  }

  DynamoSuppressionStore suppressions() {
    return new DynamoSuppressionStore(
        clients.dynamoDb(), deployment.suppressionTable(), deployment.suppressionPolicy());
  }

  LambdaEventSources eventSources() {
    return new LambdaEventSources(clients.lambda(), deployment.eventSourceIds());
  }

  EmailDecoder decoder() {
    return new EmailDecoder(new Defaults(deployment.defaultFrom()));
  }

  Lifetimes lifetimes() {
    return Lifetimes.ofLedger(deployment.keep());
  }

  SqsQueueBrowser browser(String queueUrl) {
    return new SqsQueueBrowser(
        clients.sqs(), queueUrl, deployment.local() ? Duration.ZERO : LONG_POLL);
  }

  @Override
  public void close() {
    clients.close();
  }
}
