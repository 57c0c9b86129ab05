package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.AwsQuestion.ask;

import dev.postrider.aws.DynamoPacer;
import dev.postrider.aws.SesDomainFacts;
import dev.postrider.aws.VirtualFanout;
import dev.postrider.domain.AccountFacts;
import dev.postrider.domain.IdentityFacts;
import dev.postrider.domain.IdentityHealth.Part;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.pace.PaceState;
import dev.postrider.verify.AwsAnswer;
import dev.postrider.verify.DeployedStack;
import dev.postrider.verify.SendingChecks;
import dev.postrider.verify.StackFinding;
import dev.postrider.verify.StackVerdict;
import dev.postrider.verify.TableChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDrift;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// Asks AWS about every part of a stack, and has `dev.postrider.verify` judge the answers. Changes
/// nothing.
final class StackVerification {
  private final StackConnection connection;
  private final String name;
  private final AwsAnswer<DeployedStack> stack;
  private final AwsAnswer<PaceState> pace;

  StackVerification(StackConnection connection) {
    this.connection = connection;
    this.name = connection.deployment().name();
    this.stack = describe(name);
    DynamoPacer pacer = connection.pacer();
    this.pace = ask("GetItem", () -> pacer.read(connection.now()));
  }

  /// All findings, in the order of a message's way.
  List<StackFinding> findings() {
    List<Supplier<List<StackFinding>>> groups =
        List.of(
            this::stacks,
            new FunctionVerification(connection, stack, pace)::findings,
            this::sending,
            new FeedbackVerification(connection, stack)::findings,
            this::tables,
            this::statusBus,
            new AlarmVerification(connection)::findings);
    List<StackFinding> all = new ArrayList<>();
    new VirtualFanout(groups.size()).all(groups).forEach(all::addAll);
    return all;
  }

  private AwsAnswer<DeployedStack> describe(String stackName) {
    return ask(
        "DescribeStacks",
        () ->
            DeployedStack.of(
                connection
                    .clients()
                    .cloudFormation()
                    .describeStacks(r -> r.stackName(stackName))
                    .stacks()
                    .getFirst()));
  }

  private List<StackFinding> stacks() {
    List<StackFinding> findings = new ArrayList<>();
    findings.add(StackFinding.of("stack", name, stack, DeployedStack::deployed));
    AwsAnswer<String> nested =
        ask(
            "ListStackResources",
            () -> {
              return new CloudWatchReader(connection).nestedStacks().collect(Collectors.joining());
            });
    findings.add(
        StackFinding.of(
            "stack", "Monitoring", nested.then(this::describe), DeployedStack::deployed));
    List<String> mappings = connection.deployment().eventSourceIds();
    findings.add(drift("DispatchFunctionMail", mappings.getFirst()));
    findings.add(drift("DispatchFunctionBulk", mappings.getLast()));
    return findings;
  }

  private StackFinding drift(String resource, String mapping) {
    AwsAnswer<StackResourceDrift> drift =
        ask(
            "DetectStackResourceDrift",
            () ->
                connection
                    .clients()
                    .cloudFormation()
                    .detectStackResourceDrift(r -> r.stackName(name).logicalResourceId(resource))
                    .stackResourceDrift());
    return StackFinding.of(
        "drift",
        resource,
        drift,
        pace,
        (found, now) -> DeployedStack.drift(found, mapping, now.openReason() != null));
  }

  /// SES answers such questions about once a second: one after the other.
  private List<StackFinding> sending() {
    SesV2Client ses = connection.clients().ses();
    String identity = connection.deployment().identity();
    DnsName domain = new DnsName(identity);
    AwsAnswer<AccountFacts> account =
        ask("GetAccount", () -> SesDomainFacts.account(ses.getAccount(r -> {})));
    AwsAnswer<IdentityFacts> facts =
        ask(
            "GetEmailIdentity",
            () -> SesDomainFacts.identity(ses.getEmailIdentity(r -> r.emailIdentity(identity))));
    String set = StackOutput.of(stack, "ConfigurationSetName");
    List<StackFinding> findings = new ArrayList<>();
    findings.add(
        StackFinding.of("production-access", "account", account, SendingChecks::production));
    findings.add(StackFinding.of("sending", "account", account, SendingChecks::sending));
    findings.add(part("identity", Part.VERIFICATION, domain, facts));
    findings.add(part("dkim", Part.DKIM, domain, facts));
    findings.add(part("mail-from", Part.MAIL_FROM, domain, facts));
    findings.add(
        StackFinding.of(
            "dkim-zone",
            identity,
            facts,
            stack,
            (found, deployed) -> SendingChecks.dkimZone(domain, found.dkim(), deployed)));
    findings.add(
        StackFinding.of(
            "configuration-set",
            set,
            stack,
            ask(
                "GetConfigurationSet",
                () -> ses.getConfigurationSet(r -> r.configurationSetName(set))),
            (deployed, found) -> SendingChecks.configurationSet(set, found, deployed)));
    findings.add(
        StackFinding.of(
            "event-destination",
            set,
            stack,
            ask(
                "GetConfigurationSetEventDestinations",
                () -> ses.getConfigurationSetEventDestinations(r -> r.configurationSetName(set))),
            (deployed, found) -> SendingChecks.eventDestination(set, found, deployed)));
    return findings;
  }

  private StackFinding part(
      String point, Part part, DnsName domain, AwsAnswer<IdentityFacts> facts) {
    return StackFinding.of(
        point,
        domain.text(),
        facts,
        found ->
            SendingChecks.identity(
                part,
                domain,
                stack instanceof AwsAnswer.Given<DeployedStack>(DeployedStack deployed)
                    ? deployed.mailFrom()
                    : null,
                found));
  }

  private List<StackFinding> tables() {
    DynamoDbClient dynamoDb = connection.clients().dynamoDb();
    return Stream.of(
            connection.deployment().ledgerTable(), connection.deployment().suppressionTable())
        .flatMap(table -> table(dynamoDb, table).stream())
        .toList();
  }

  private List<StackFinding> table(DynamoDbClient dynamoDb, String table) {
    boolean ledger = table.equals(connection.deployment().ledgerTable());
    AwsAnswer<TableDescription> description =
        ask("DescribeTable", () -> dynamoDb.describeTable(r -> r.tableName(table)).table());
    return List.of(
        StackFinding.of(
            "time-to-live",
            table,
            ask("DescribeTimeToLive", () -> dynamoDb.describeTimeToLive(r -> r.tableName(table))),
            found -> TableChecks.timeToLive(found, table)),
        StackFinding.of(
            "deletion-protection", table, description, stack, TableChecks::deletionProtection),
        StackFinding.of(
            "recovery",
            table,
            ask(
                "DescribeContinuousBackups",
                () -> dynamoDb.describeContinuousBackups(r -> r.tableName(table))),
            stack,
            (found, deployed) -> TableChecks.recovery(found, table, ledger, deployed)),
        StackFinding.of("encryption", table, description, stack, TableChecks::encryption));
  }

  /// EventBridge takes events for a bus that does not exist, and drops them ("Sending events with
  /// PutEvents", EventBridge user guide).
  private List<StackFinding> statusBus() {
    AwsAnswer<String> bus =
        stack.then(
            deployed -> {
              String wanted = deployed.output("StatusBusName");
              return wanted.isEmpty()
                  ? new AwsAnswer.Given<>("")
                  : ask(
                      "DescribeEventBus",
                      () ->
                          connection
                              .clients()
                              .eventBridge()
                              .describeEventBus(r -> r.name(wanted))
                              .name());
            });
    return List.of(
        StackFinding.of(
            "status-bus",
            "StatusBus",
            bus,
            found ->
                new StackVerdict.Ok(
                    found.isEmpty() ? "none; the parameter StatusEventBus is off" : "it exists")));
  }
}
