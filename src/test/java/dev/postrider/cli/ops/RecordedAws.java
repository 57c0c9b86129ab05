package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.postrider.local.LocalLogging;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.HttpJson;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All of AWS that `verify` asks, over HTTP, in each service's own protocol: a stack named `mail`
/// that is as it must be. A test changes an answer, or has it refused.
final class RecordedAws implements AutoCloseable {
  private static final String HEALTHY = "/verify/healthy-stack.txt";
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
  private static final Map<String, String> PROPERTIES =
      Map.of("aws.accessKeyId", "local", "aws.secretAccessKey", "local");

  private final Map<String, String> answers = new ConcurrentHashMap<>(healthy());
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private final Map<String, String> before = new HashMap<>();
  private final LoopbackServer server =
      LoopbackServer.startForForms("recorded-aws", 0, this::answer);

  RecordedAws() {
    LocalLogging.quiet();
    set("aws.endpointUrl", server.endpoint().toString());
    PROPERTIES.forEach(this::set);
  }

  private void set(String property, String value) {
    before.put(property, System.getProperty(property, ""));
    System.setProperty(property, value);
  }

  /// The recorded answers, by operation and what it is about.
  private static Map<String, String> healthy() {
    try (InputStream file = RecordedAws.class.getResourceAsStream(HEALTHY)) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("(?m)^=== "))
          .filter(section -> !section.isBlank())
          .collect(
              Collectors.toMap(
                  section -> section.lines().findFirst().orElseThrow(),
                  section -> section.substring(section.indexOf('\n') + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Changes an answer in one place.
  void change(String key, String old, String changed) {
    String answer = Objects.requireNonNull(answers.get(key), key);
    if (!answer.contains(old)) {
      throw new IllegalArgumentException(key + " does not answer " + old);
    }
    answers.put(key, answer.replace(old, changed));
  }

  /// Answers with an error.
  void refuse(String key, String code) {
    refusals.put(key, code);
  }

  private Reply answer(HttpCall call) throws IOException {
    String target = call.header("X-Amz-Target").orElse("");
    if (call.segments().contains("operation")) {
      return inCbor(call.segments().getLast(), CBOR.readTree(call.body()));
    }
    if (!target.isEmpty()) {
      return inJson(target.substring(target.indexOf('.') + 1), call);
    }
    return call.segments().isEmpty() ? inXml(call) : inRest(call);
  }

  /// CloudFormation and SNS.
  private Reply inXml(HttpCall call) throws IOException {
    String body = new String(call.body(), StandardCharsets.UTF_8);
    Map<String, String> form =
        Stream.of(body.split("&"))
            .map(field -> field.split("=", 2))
            .collect(
                Collectors.toMap(
                    field -> field[0],
                    field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    String about =
        Stream.of("LogicalResourceId", "SubscriptionArn", "TopicArn", "StackName")
            .flatMap(name -> Stream.ofNullable(form.get(name)))
            .findFirst()
            .orElse("");
    String key = form.get("Action") + " " + about.replaceFirst("^arn:.*[:/]", "");
    String code = refusals.get(key);
    return code == null
        ? Reply.text(200, "text/xml", known(key))
        : Reply.text(
            code.contains("NotFound") ? 404 : 403,
            "text/xml",
            "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>no</Message></Error>"
                    .formatted(code)
                + "</ErrorResponse>");
  }

  /// CloudWatch.
  private Reply inCbor(String operation, JsonNode question) throws IOException {
    List<String> metrics = question.findValuesAsText("MetricName");
    String key = metrics.isEmpty() ? operation : operation + " " + metrics.getFirst();
    String code = refusals.get(key);
    JsonNode json =
        code == null
            ? new ObjectMapper().readTree(known(key))
            : HttpJson.object().put("__type", code).put("message", "no");
    return new Reply.Response(
        code == null ? 200 : 400,
        Map.of("content-type", "application/cbor", "smithy-protocol", "rpc-v2-cbor"),
        CBOR.writeValueAsBytes(json));
  }

  /// DynamoDB, SQS and EventBridge.
  private Reply inJson(String operation, HttpCall call) throws IOException {
    JsonNode question = HttpJson.readObject(call.body()).orElseThrow();
    if (operation.equals("SendMessage")) {
      return Reply.json(
          200, HttpJson.object().put("MessageId", "m").put("MD5OfMessageBody", md5(question)));
    }
    String about =
        Stream.of("QueueUrl", "TableName", "Name")
            .map(name -> question.path(name).asText())
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("mail-LedgerTable-7G8H");
    return json(operation + " " + about.replaceFirst(".*/", ""));
  }

  /// The SDK compares it.
  private static String md5(JsonNode message) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5")
                  .digest(message.path("MessageBody").asText().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Lambda and SES.
  private Reply inRest(HttpCall call) {
    List<String> path = call.segments();
    String qualifier = call.parameter("Qualifier").map(q -> ":" + q).orElse("");
    String last = path.getLast();
    return json(
        switch (path.get(1)) {
          case "functions" -> function(last) + " " + path.get(2) + qualifier;
          case "event-source-mappings" -> "GetEventSourceMapping " + last;
          case "account-settings" -> "GetAccountSettings";
          default ->
              switch (path.get(2)) {
                case "account" -> "GetAccount";
                case "identities" -> "GetEmailIdentity " + last;
                default ->
                    last.equals("event-destinations")
                        ? "GetConfigurationSetEventDestinations " + path.get(3)
                        : "GetConfigurationSet " + last;
              };
        });
  }

  private static String function(String part) {
    return switch (part) {
      case "configuration" -> "GetFunctionConfiguration";
      case "recursion-config" -> "GetFunctionRecursionConfig";
      default -> "GetFunctionEventInvokeConfig";
    };
  }

  private Reply json(String key) {
    String code = refusals.get(key);
    return code == null
        ? Reply.text(200, "application/json", known(key))
        : Reply.json(
            code.contains("NotFound") ? 404 : 403,
            HttpJson.object().put("__type", code).put("message", "no"),
            Map.of("x-amzn-ErrorType", code));
  }

  private String known(String key) {
    String answer = answers.get(key);
    if (answer == null) {
      throw new IllegalArgumentException("nobody recorded " + key);
    }
    return answer;
  }

  @Override
  public void close() {
    before.forEach(
        (property, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, value);
          }
        });
    server.close();
  }
}
