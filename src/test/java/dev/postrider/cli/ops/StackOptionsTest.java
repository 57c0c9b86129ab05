package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The way from `--stack`, `--region` and `--profile` to a stack, over CloudFormation's and
/// CloudWatch's protocols.
@ExtendWith(TestStack.Extension.class)
class StackOptionsTest {
  private final TestStack stack;

  StackOptionsTest(TestStack stack) {
    this.stack = stack;
  }

  @Test
  void aStackIsFoundByItsOutputs() {
    stack.enqueue(stack.queues().held(), TestStack.mail("on-aws", "marketing"));
    try (AwsDouble aws = new AwsDouble(stack)) {
      Answer answer = Answer.of("held", "list", "--stack", "mail", "--region", "eu-north-1");

      assertThat(answer.err()).isEmpty();
      assertThat(answer.out()).contains("on-aws", "1 message.");
      assertThat(aws.requests().getFirst())
          .contains("StackName=mail")
          .contains("/eu-north-1/cloudf");
    }
  }

  @Test
  void alarmsAndAgesAreCloudWatchs() {
    try (AwsDouble aws = new AwsDouble(stack)) {
      Answer answer = Answer.of("status", "--stack", "mail", "--region", "eu-central-1");

      assertThat(answer.exitCode()).isZero();
      assertThat(answer.out())
          .contains("Alarms    mail-BreakerOpen, mail-NothingIsSent\n")
          .containsPattern("HeldQueue .* 2 h 1 min\n")
          .containsPattern("MailQueue .* -\n");
      assertThat(aws.requests())
          .anyMatch(
              r -> r.contains("\"AlarmNamePrefix\":\"mail-\"") && r.contains("CompositeAlarm"))
          .anyMatch(r -> r.contains("ApproximateAgeOfOldestMessage") && r.contains("HeldQueue"));
    }
  }

  @Test
  void inJsonAnAlarmSaysWhatToDoFirstAndWhereItsSectionIs() {
    try (AwsDouble _ = new AwsDouble(stack)) {
      Answer answer = Answer.of("status", "--stack", "mail", "--region", "eu-central-1", "--json");

      assertThat(answer.json().path("alarms").toString())
          .isEqualTo(
              "{\"inAlarm\":[\"mail-BreakerOpen\",\"mail-NothingIsSent\"],\"descriptions\":"
                  + "{\"mail-BreakerOpen\":\"Stopped. docs/runbook.md#breaker-open\","
                  + "\"mail-NothingIsSent\":\"\"}}");
    }
  }

  @Test
  void aStackThatIsNotThereIsNamedAndNothingIsRun() {
    try (AwsDouble _ = new AwsDouble(stack)) {
      Answer answer = Answer.of("held", "list", "--stack", "nowhere", "--region", "eu-north-1");

      assertThat(answer.exitCode()).isEqualTo(2);
      assertThat(answer.err())
          .contains("The stack \"nowhere\" could not be read", "does not exist");
    }
  }

  @Test
  void aProfileThatIsNamedCountsMoreThanKeysInTheEnvironment(@TempDir Path directory)
      throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("config"),
            """
            [profile mailing]
            region = ap-south-1
            aws_access_key_id = profile-key
            aws_secret_access_key = profile-secret
            """);
    try (AwsDouble aws = new AwsDouble(stack)) {
      aws.set("aws.configFile", config.toString());
      aws.set("aws.accessKeyId", "environment-key");
      aws.set("aws.secretAccessKey", "environment-secret");
      var _ = Answer.of("held", "list", "--stack", "nowhere", "--profile", "mailing");

      assertThat(aws.requests().getFirst())
          .contains("Credential=profile-key/")
          .contains("/ap-south-1/");
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

    assertThat(StackOptions.ofSamConfig(file)).contains("letters");
    assertThat(StackOptions.ofSamConfig(directory.resolve("none.toml"))).isEmpty();
    assertThat(StackOptions.stackName("given")).isEqualTo("given");
  }

  @Test
  void aFileOfAnEmbeddedStackThatIsGoneIsRecognised() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }

    Answer answer =
        stack.runWith(Map.of("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:" + closed), "held", "list");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("No embedded stack runs here", "is of one that is gone");
  }

  @Test
  void withoutAnEmbeddedStackLocalSaysHowToStartOne(@TempDir Path directory) {
    Answer answer =
        Answer.of("held", "list", "--local-env", directory.resolve("none.json").toString());

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("start one with `postrider local`");
  }
}
