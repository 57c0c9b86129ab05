package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// Stands for AWS where no `--local` is said: CloudFormation with one stack, `mail`, whose outputs
/// lead to the test's servers and whose nested stack has the alarms, and CloudWatch. The SDK finds
/// it all by system properties, which are put back in the end.
final class AwsDouble implements AutoCloseable {
  private static final String NESTED_STACK =
      "arn:aws:cloudformation:eu-central-1:000000000000:stack/mail-Monitoring-1A2B3C/"
          + "id-of-the-nested-stack";

  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> before = new HashMap<>();
  private final TestStack stack;
  private final LoopbackServer server;

  AwsDouble(TestStack stack) {
    this.stack = stack;
    this.server = LoopbackServer.startForForms("aws-double", 0, this::answer);
    set("aws.endpointUrlCloudFormation", server.endpoint().toString());
    set("aws.endpointUrlCloudWatch", server.endpoint().toString());
    set("aws.endpointUrlCloudWatchLogs", server.endpoint().toString());
    set("aws.endpointUrlSqs", stack.endpoints().sqs().toString());
    set("aws.endpointUrlDynamoDb", stack.endpoints().dynamoDb().toString());
    set("aws.endpointUrlSesV2", stack.endpoints().ses().toString());
    set("aws.endpointUrlLambda", stack.endpoints().lambda().toString());
    set("aws.accessKeyId", "local");
    set("aws.secretAccessKey", "local");
  }

  /// Sets a property until the end; an empty value takes it away.
  void set(String property, String value) {
    before.putIfAbsent(property, System.getProperty(property, ""));
    put(property, value);
  }

  private static void put(String property, String value) {
    if (value.isEmpty()) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  /// The bodies of all requests, each with its Authorization header.
  List<String> requests() {
    return requests;
  }

  private Reply answer(HttpCall call) throws IOException {
    if (call.segments().contains("operation")) {
      return answerInCbor(call);
    }
    String body = new String(call.body(), StandardCharsets.UTF_8);
    requests.add(
        URLDecoder.decode(body, StandardCharsets.UTF_8)
            + " "
            + call.header("Authorization").orElse(""));
    if (call.header("X-Amz-Target").orElse("").startsWith("Logs_")) {
      return Reply.text(
          200,
          "application/x-amz-json-1.1",
          call.header("X-Amz-Target").orElse("").endsWith("StartQuery")
              ? "{\"queryId\":\"q-1\"}"
              : answerOfTheLog());
    }
    if (body.contains("nowhere")) {
      return Reply.text(
          400,
          "text/xml",
          "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>"
              + "<Message>Stack with id nowhere does not exist</Message></Error></ErrorResponse>");
    }
    return Reply.text(200, "text/xml", answerTo(body));
  }

  /// CloudWatch speaks Smithy's RPC v2: the operation is the path's end, and all bodies are CBOR.
  private Reply answerInCbor(HttpCall call) throws IOException {
    requests.add(
        call.segments().getLast()
            + " "
            + CBOR.readTree(call.body())
            + " "
            + call.header("Authorization").orElse(""));
    String json =
        switch (call.segments().getLast()) {
          case "DescribeAlarms" ->
              """
              {"CompositeAlarms": [{"AlarmName": "mail-NothingIsSent"}],
               "MetricAlarms": [{"AlarmName": "mail-BreakerOpen",
                                 "AlarmDescription": "Stopped. docs/runbook.md#breaker-open"},
                                {"AlarmName": "mail-test-BreakerOpen"}]}\
              """;
          case "GetMetricData" ->
              """
              {"MetricDataResults": [{"Id": "q3", "Values": [7260.0, 7200.0]},
                                     {"Id": "q0", "Values": []}]}\
              """;
          default -> throw new IllegalArgumentException(call.segments().toString());
        };
    return new Reply.Response(
        200,
        Map.of("content-type", "application/cbor", "smithy-protocol", "rpc-v2-cbor"),
        CBOR.writeValueAsBytes(new ObjectMapper().readTree(json)));
  }

  private String answerTo(String body) {
    if (body.contains("Action=ListStackResources")) {
      return "<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>"
          + (body.contains("Monitoring") ? ofTheNestedStack() : ofTheStack())
          + "</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>";
    }
    return "<DescribeStacksResponse><DescribeStacksResult><Stacks><member>"
        + "<StackName>mail</StackName><CreationTime>2026-11-24T00:00:00Z</CreationTime>"
        + "<StackStatus>CREATE_COMPLETE</StackStatus><Parameters>"
        + members("Parameter", parameters())
        + "</Parameters><Outputs>"
        + members("Output", outputs())
        + "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>";
  }

  /// The first look comes too early.
  private String answerOfTheLog() {
    boolean early = requests.stream().filter(request -> request.contains("\"q-1\"")).count() == 1;
    return """
    {"status":"%s","statistics":{"recordsMatched":3,"recordsScanned":4711,"bytesScanned":1234567},
     "results":[[{"field":"unit","value":"order-9"},{"field":"outcome","value":"DEFERRED"},
      {"field":"reason","value":"THROTTLED"},{"field":"code","value":"TooManyRequestsException"},
      {"field":"stream","value":"receipts"},{"field":"at","value":"2026-11-24T12:00:00Z"},
      {"field":"nextTry","value":"2026-11-24T12:05:00Z"},{"field":"waited","value":"60000"}]]}
    """
        .formatted(early ? "Running" : "Complete");
  }

  private static String ofTheStack() {
    return resource("AWS::SQS::Queue", "mail-test-BreakerOpen")
        + resource("AWS::CloudFormation::Stack", NESTED_STACK);
  }

  private static String ofTheNestedStack() {
    return resource("AWS::CloudWatch::Alarm", "mail-BreakerOpen")
        + resource(
            "AWS::CloudWatch::CompositeAlarm",
            "arn:aws:cloudwatch:eu-central-1:000000000000:alarm:mail-NothingIsSent")
        + resource("AWS::CloudWatch::Dashboard", "mail-test-BreakerOpen");
  }

  private static String resource(String type, String physicalId) {
    return "<member><LogicalResourceId>X</LogicalResourceId><PhysicalResourceId>"
        + physicalId
        + "</PhysicalResourceId><ResourceType>"
        + type
        + "</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>";
  }

  private static String members(String kind, Map<String, String> values) {
    return values.entrySet().stream()
        .map(
            e ->
                "<member><%1$sKey>%2$s</%1$sKey><%1$sValue>%3$s</%1$sValue></member>"
                    .formatted(kind, e.getKey(), e.getValue()))
        .collect(Collectors.joining());
  }

  private static Map<String, String> parameters() {
    return Map.of(
        "DefaultFrom", "",
        "UnknownGrace", "PT2M",
        "LedgerDays", "30",
        "SoftBounceCount", "3",
        "SoftBounceWindow", "P7D",
        "SoftBounceSuppression", "P14D");
  }

  private Map<String, String> outputs() {
    return Map.ofEntries(
        Map.entry("MailQueueUrl", stack.queues().mail()),
        Map.entry("BulkQueueUrl", stack.queues().bulk()),
        Map.entry("RejectedQueueUrl", stack.queues().rejected()),
        Map.entry("HeldQueueUrl", stack.queues().held()),
        Map.entry("MailDeadLetterQueueUrl", stack.queues().mailDeadLetters()),
        Map.entry("FeedbackDeadLetterQueueUrl", stack.queues().feedbackDeadLetters()),
        Map.entry("LedgerTableName", "LedgerTable"),
        Map.entry("SuppressionTableName", "SuppressionTable"),
        Map.entry("EmailIdentityName", "example.com"),
        Map.entry("MailEventSourceId", "mail-source"),
        Map.entry("BulkEventSourceId", "bulk-source"),
        Map.entry("FeedbackFunctionName", "FeedbackFunction"),
        Map.entry("DmarcReportFunctionName", "DmarcReportFunction"),
        Map.entry("DmarcReportDeadLetterQueueUrl", stack.dmarcDeadLetters()));
  }

  @Override
  public void close() {
    before.forEach(AwsDouble::put);
    server.close();
  }
}
