package dev.postrider.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import dev.postrider.local.Endpoints;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `postrider local env` and `snippets`, about a stack of which only SQS's port is there.
class LocalHelpersTest {
  @TempDir private Path directory;

  private final ServerSocket sqs;
  private Path file = Path.of("");

  LocalHelpersTest() throws IOException {
    this.sqs = new ServerSocket(0);
  }

  @BeforeEach
  void writeFile() throws IOException {
    URI endpoint = URI.create("http://127.0.0.1:" + sqs.getLocalPort());
    Map<String, String> variables =
        new HashMap<>(
            new Endpoints(endpoint, endpoint, endpoint, endpoint, endpoint).environment());
    variables.put("POSTRIDER_MAIL_QUEUE_URL", endpoint + "/000000000000/MailQueue");
    variables.put("POSTRIDER_LEDGER_TABLE", "LedgerTable");
    file = Files.writeString(directory.resolve("env.json"), Endpoints.samJson(variables));
  }

  @AfterEach
  void close() throws IOException {
    sqs.close();
  }

  @Test
  void theLinesForAShellSetBothRegionsAndUnsetWhatWouldLeadToAws() {
    Answer answer = Answer.of(file, "local", "env");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out().lines())
        .startsWith("unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN")
        .contains(
            "export AWS_DEFAULT_REGION=eu-central-1",
            "export AWS_REGION=eu-central-1",
            "export AWS_ENDPOINT_URL_SQS=http://127.0.0.1:" + sqs.getLocalPort());
  }

  @Test
  void whereNoStackRunsAShellGetsNothingToEvaluate() {
    Answer answer = Answer.of(directory.resolve("none.json"), "local", "env");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains("start one with `postrider local`");
  }

  @Test
  void everyLineOfTheAwsCliNamesEndpointAndRegionAndEveryLanguageIsThere() {
    String text = Answer.of(file, "local", "snippets").out();

    assertThat(text.lines().filter(line -> line.startsWith("aws ")))
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(line).contains(" --endpoint-url http", " --region eu-central-1"));
    assertThat(text)
        .contains(
            "# AWS CLI; its keys come from: eval \"$(postrider local env --local-env " + file);
    assertThat(text).contains("curl -s", "import boto3", "@aws-sdk/client-sqs", "SqsClient");
  }
}
