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
import dev.postrider.verify.AlarmChecks;
import dev.postrider.verify.AwsAnswer;
import dev.postrider.verify.DeployedStack;
import dev.postrider.verify.FunctionChecks;
import dev.postrider.verify.SendingChecks;
import dev.postrider.verify.StackFinding;
import dev.postrider.verify.StackVerdict;
import dev.postrider.verify.TableChecks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDrift;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// Asks AWS about every part of a stack, and has `dev.postrider.verify` judge the answers. Changes
/// nothing.
final class StackVerification {
  private static final int AT_ONCE = 8;
  private static final String ALIAS = "live";

  private final VirtualFanout fanout = new VirtualFanout(AT_ONCE);
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
            this::functions,
            this::sending,
            new FeedbackVerification(connection, stack, output("FeedbackFunctionName"))::findings,
            this::tables,
            this::statusBus);
    List<StackFinding> all = new ArrayList<>();
    new VirtualFanout(groups.size()).all(groups).forEach(all::addAll);
    all.addAll(alarms());
    return all;
  }

  private AwsAnswer<DeployedStack> describe(String stackName) {
    return ask(
        "DescribeStacks",
        () ->
            DeployedStack.of(
                connection
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
              CloudFormationClient client = connection.cloudFormation();
              return connection.nestedStacks(client).collect(Collectors.joining());
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

  /// The value of an output; in the embedded stack functions have their logical ids.
  private String output(String output) {
    return stack instanceof AwsAnswer.Given<DeployedStack>(DeployedStack deployed)
        ? deployed.output(output)
        : output.replaceFirst("Name$", "");
  }

  private List<StackFinding> functions() {
    LambdaClient lambda = connection.lambda();
    List<StackFinding> findings = new ArrayList<>();
    Map<String, RecursiveLoop> functions = new LinkedHashMap<>();
    functions.put(output("DispatchFunctionName"), RecursiveLoop.ALLOW);
    functions.put(output("FeedbackFunctionName"), RecursiveLoop.TERMINATE);
    functions.put(output("AccountWatchFunctionName"), RecursiveLoop.TERMINATE);
    connection
        .deployment()
        .dmarcReports()
        .ifPresent(reports -> functions.put(reports.function(), RecursiveLoop.TERMINATE));
    functions.forEach((function, loop) -> findings.addAll(function(lambda, function, loop)));
    List<String> mappings = connection.deployment().eventSourceIds();
    findings.add(eventSource(lambda, "mail", mappings.getFirst()));
    findings.add(eventSource(lambda, "bulk", mappings.getLast()));
    findings.add(
        StackFinding.of(
            "concurrency",
            "account",
            ask("GetAccountSettings", () -> lambda.getAccountSettings(r -> {})),
            stack,
            FunctionChecks::concurrency));
    return findings;
  }

  private static List<StackFinding> function(
      LambdaClient lambda, String function, RecursiveLoop loop) {
    AwsAnswer<GetFunctionConfigurationResponse> live =
        ask(
            "GetFunctionConfiguration",
            () -> lambda.getFunctionConfiguration(r -> r.functionName(function).qualifier(ALIAS)));
    AwsAnswer<GetFunctionConfigurationResponse> latest =
        ask(
            "GetFunctionConfiguration",
            () -> lambda.getFunctionConfiguration(r -> r.functionName(function)));
    return List.of(
        StackFinding.of(
            "recursion",
            function,
            ask(
                "GetFunctionRecursionConfig",
                () -> lambda.getFunctionRecursionConfig(r -> r.functionName(function))),
            found -> FunctionChecks.recursion(function, loop, found)),
        StackFinding.of("snapshot", function, live, FunctionChecks::snapshot),
        StackFinding.of("alias", function, live, latest, FunctionChecks::alias));
  }

  private StackFinding eventSource(LambdaClient lambda, String queue, String mapping) {
    return StackFinding.of(
        "event-source",
        queue,
        ask("GetEventSourceMapping", () -> lambda.getEventSourceMapping(r -> r.uuid(mapping))),
        pace,
        (found, now) -> FunctionChecks.eventSource(found, now.openReason()));
  }

  /// SES answers such questions about once a second: one after the other.
  private List<StackFinding> sending() {
    SesV2Client ses = connection.ses();
    String identity = connection.deployment().identity();
    DnsName domain = new DnsName(identity);
    AwsAnswer<AccountFacts> account =
        ask("GetAccount", () -> SesDomainFacts.account(ses.getAccount(r -> {})));
    AwsAnswer<IdentityFacts> facts =
        ask(
            "GetEmailIdentity",
            () -> SesDomainFacts.identity(ses.getEmailIdentity(r -> r.emailIdentity(identity))));
    String set = output("ConfigurationSetName");
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
            ask("GetConfigurationSet", () -> ses.getConfigurationSet(r -> r.configurationSetName(set))),
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
    DynamoDbClient dynamoDb = connection.dynamoDb();
    return Stream.of(connection.deployment().ledgerTable(), connection.deployment().suppressionTable())
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
            (found, deployed) ->
                TableChecks.recovery(found, table, ledger, deployed)),
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
                      () -> connection.eventBridge().describeEventBus(r -> r.name(wanted)).name());
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

  private List<StackFinding> alarms() {
    AwsAnswer<Set<String>> wanted = ask("ListStackResources", connection::alarmNames);
    AwsAnswer<List<DescribeAlarmsResponse>> described = ask("DescribeAlarms", this::described);
    List<StackFinding> findings = new ArrayList<>();
    findings.add(
        StackFinding.of(
            "alarms",
            "Monitoring",
            wanted,
            described,
            (names, pages) ->
                AlarmChecks.complete(
                    names, alarmsOf(pages).keySet())));
    if (wanted instanceof AwsAnswer.Given<Set<String>>(Set<String> names)
        && described instanceof AwsAnswer.Given<List<DescribeAlarmsResponse>>(var pages)) {
      List<Supplier<StackFinding>> questions = new ArrayList<>();
      alarmsOf(pages)
          .forEach(
              (alarm, question) -> {
                if (names.contains(alarm)) {
                  questions.add(question);
                }
              });
      findings.addAll(fanout.all(questions));
    }
    return findings;
  }

  private List<DescribeAlarmsResponse> described() {
    return connection
        .cloudWatch()
        .describeAlarmsPaginator(
            r ->
                r.alarmNamePrefix(name + "-")
                    .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM))
        .stream()
        .toList();
  }

  /// By name, what finds out about each alarm.
  private Map<String, Supplier<StackFinding>> alarmsOf(Collection<DescribeAlarmsResponse> pages) {
    Map<String, Supplier<StackFinding>> all = new TreeMap<>();
    for (DescribeAlarmsResponse page : pages) {
      for (MetricAlarm alarm : page.metricAlarms()) {
        all.put(alarm.alarmName(), () -> value(alarm));
      }
      for (CompositeAlarm alarm : page.compositeAlarms()) {
        all.put(
            alarm.alarmName(),
            () ->
                new StackFinding(
                    "alarm",
                    alarm.alarmName(),
                    AlarmChecks.composite(alarm.alarmName(), alarm.actionsEnabled())));
      }
    }
    return all;
  }

  private StackFinding value(MetricAlarm alarm) {
    CloudWatchClient client = connection.cloudWatch();
    return AlarmChecks.value(
        alarm,
        ask(
            "GetMetricData",
            () ->
                client.getMetricData(
                    r ->
                        r.metricDataQueries(AlarmChecks.queries(alarm))
                            .startTime(connection.now().minus(AlarmChecks.lookBack(alarm)))
                            .endTime(connection.now()))));
  }
}
