package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The way from `--stack`, `--region` and `--profile` to a stack, over CloudFormation's and
/// CloudWatch's protocols.
@ExtendWith(TestStack.Extension.class)
class StackOptionsTest {
  private static final List<String> PROPERTIES =
      List.of(
          "aws.endpointUrlCloudFormation",
          "aws.endpointUrlCloudWatch",
          "aws.endpointUrlSqs",
          "aws.endpointUrlDynamoDb",
          "aws.endpointUrlLambda",
          "aws.endpointUrlSesV2",
          "aws.accessKeyId",
          "aws.secretAccessKey",
          "aws.configFile");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> before =
      PROPERTIES.stream()
          .filter(name -> System.getProperty(name) != null)
          .collect(Collectors.toMap(name -> name, name -> System.getProperty(name, "")));
  private final TestStack stack;

  StackOptionsTest(TestStack stack) {
    this.stack = stack;
  }

  @AfterEach
  void restore() {
    PROPERTIES.forEach(System::clearProperty);
    before.forEach(System::setProperty);
  }

  private LoopbackServer aws() {
    LoopbackServer server =
        LoopbackServer.start(
            "aws-double",
            0,
            call -> {
              String request =
                  new String(call.body(), StandardCharsets.UTF_8)
                      + call.header("Authorization").orElse("");
              requests.add(request);
              return Reply.text(
                  request.contains("nowhere") ? 400 : 200, "text/xml", answer(request));
            });
    System.setProperty("aws.endpointUrlCloudFormation", server.endpoint().toString());
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    return server;
  }

  private String answer(String request) {
    if (request.contains("nowhere")) {
      return "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>"
          + "<Message>Stack with id nowhere does not exist</Message></Error></ErrorResponse>";
    }
    return "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>mail</StackName>"
        + "<CreationTime>2026-11-24T00:00:00Z</CreationTime>"
        + "<StackStatus>CREATE_COMPLETE</StackStatus><Parameters>"
        + members("Parameter", parameters())
        + "</Parameters><Outputs>"
        + members("Output", outputs())
        + "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>";
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
        Map.entry("FeedbackFunctionName", "mail-feedback"));
  }

  @Test
  void aStackIsFoundByItsOutputs() {
    try (LoopbackServer _ = aws()) {
      System.setProperty("aws.endpointUrlSqs", stack.sqsEndpoint());
      stack.enqueue(stack.queues().held(), TestStack.mail("on-aws", "marketing"));

      TestStack.Answer answer =
          TestStack.runAlone("held", "list", "--stack", "mail", "--region", "eu-north-1");

      assertThat(answer.err()).isEmpty();
      assertThat(answer.out()).contains("on-aws", "1 message.");
      assertThat(requests.getFirst()).contains("StackName=mail").contains("/eu-north-1/cloudf");
    }
  }

  @Test
  void aStackThatIsNotThereIsNamedAndNothingIsRun() {
    try (LoopbackServer _ = aws()) {
      TestStack.Answer answer =
          TestStack.runAlone("held", "list", "--stack", "nowhere", "--region", "eu-north-1");

      assertThat(answer.exitCode()).isEqualTo(2);
      assertThat(answer.err())
          .contains("The stack \"nowhere\" could not be read", "does not exist");
    }
  }

  @Test
  void theRegionOfAProfileIsUsed(@TempDir Path directory) throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("config"),
            """
            [profile mailing]
            region = ap-south-1
            aws_access_key_id = profile-key
            aws_secret_access_key = profile-secret
            """);
    System.setProperty("aws.configFile", config.toString());
    try (LoopbackServer _ = aws()) {
      System.clearProperty("aws.accessKeyId");
      var _ = TestStack.runAlone("held", "list", "--stack", "nowhere", "--profile", "mailing");

      assertThat(requests.getFirst()).contains("Credential=profile-key/").contains("/ap-south-1/");
    }
  }

  @Test
  void theNameOfTheStackIsReadFromSamconfig(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("samconfig.toml"),
            """
            version = 0.1
            [default.global.parameters]
            stack_name = "letters"
            """);

    assertThat(StackName.ofSamConfig(file)).contains("letters");
    assertThat(StackName.ofSamConfig(directory.resolve("none.toml"))).isEmpty();
    assertThat(StackName.of("given")).isEqualTo("given");
  }

  @Test
  void withoutAnEmbeddedStackLocalSaysHowToStartOne(@TempDir Path directory) {
    TestStack.Answer answer =
        TestStack.runAlone(
            "held", "list", "--local-env", directory.resolve("none.json").toString());

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("start one with `postrider local`");
  }
}
