package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.TestStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.Answer;
import dev.postrider.cli.Main;
import dev.postrider.local.http.HttpJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The console's answers beside those of the commands.
@ExtendWith(TestStack.Extension.class)
class ConsoleCommandTest {
  private final TestStack stack;
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable Thread command;
  private String firstLine = "";
  private URI address = URI.create("");

  ConsoleCommandTest(TestStack stack) {
    this.stack = stack;
  }

  private void start(String... options) throws IOException {
    PipedWriter out = new PipedWriter();
    BufferedReader lines = new BufferedReader(new PipedReader(out));
    String[] words = Stream.concat(Stream.of("console"), Stream.of(options)).toArray(String[]::new);
    PrintWriter err = new PrintWriter(Writer.nullWriter());
    command = Thread.startVirtualThread(() -> Main.run(new PrintWriter(out), err, words));
    firstLine = lines.readLine();
    address = URI.create(firstLine.substring(firstLine.indexOf("http://")));
  }

  @AfterEach
  void stop() throws InterruptedException {
    http.close();
    if (command != null) {
      command.interrupt();
      command.join();
    }
  }

  private String get(String path) throws Exception {
    return http.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }

  private String post(String path, String question) throws Exception {
    return http.send(
            HttpRequest.newBuilder(address.resolve(path))
                .POST(BodyPublishers.ofString(question))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  @Test
  void itSaysWhereItListensAndOfWhichStack() throws IOException {
    start(stack.named().strip().split(" "));

    assertThat(firstLine).startsWith("The console of " + stack.place() + ": http://127.0.0.1:");
  }

  @Test
  void itShowsWhatTheCommandsSay() throws Exception {
    start(stack.named().strip().split(" "));
    stack.enqueue(mail("console-sent", "transactional"));
    stack.dispatch();
    stack.refuse(mail("console-refused", "transactional"));
    var _ = stack.run("suppressions", "add", "jane@example.com");

    ObjectNode status = HttpJson.readObject(get("status")).orElseThrow();
    ObjectNode said = stack.run("status", "--json").json();
    assertThat(status.path("queues")).isEqualTo(said.path("queues"));
    assertThat(status.path("account")).isEqualTo(said.path("account"));
    assertThat(get("about")).contains("\"dollarsAnHour\":0.0");

    assertThat(post("unit", "{\"id\":\"console-sent\"}"))
        .isEqualTo(stack.run("show", "console-sent", "--json").out())
        .contains("\"what\" : \"SENT\"");
    assertThat(post("suppressions", "{}"))
        .isEqualTo(stack.run("suppressions", "list", "--json").out())
        .contains("jane@example.com");
    assertThat(post("suppressions", "{\"address\":\"Jane@Example.com\"}"))
        .isEqualTo(stack.run("suppressions", "show", "jane@example.com", "--json").out());
    assertThat(post("look", "{\"queue\":\"rejected\"}"))
        .contains("console-refused", "SES_REFUSED", "rejected retry")
        .doesNotContain("secret words");
    assertThat(stack.visible(stack.queues().rejected())).isEqualTo(1);
  }

  @Test
  void whatACommandRefusesIsASentence() throws Exception {
    start(stack.named().strip().split(" "));

    assertThat(post("unit", "{\"id\":\"order 7\"}"))
        .isEqualTo("{\"problem\":\"an id is [A-Za-z0-9_-]{1,128}, with #n for an entry.\"}");
  }

  @Test
  void onAwsItKnowsAlarmsAgesAndThePrice() throws Exception {
    try (AwsDouble _ = new AwsDouble(stack)) {
      start("--stack", "mail", "--region", "eu-central-1");
      stack.refuse(mail("console-on-aws", "transactional"));

      assertThat(firstLine).startsWith("The console of stack mail, account 000000000000, eu-");
      ObjectNode status = HttpJson.readObject(get("status")).orElseThrow();
      assertThat(status.at("/alarms/descriptions/mail-BreakerOpen").asText())
          .endsWith("#breaker-open");
      assertThat(status.at("/queues/3/oldestSeconds").asInt()).isEqualTo(7260);
      assertThat(get("about")).contains("\"dollarsAnHour\":0.0074");
      assertThat(post("look", "{\"queue\":\"rejected\"}"))
          .contains("rejected retry console-on-aws --stack mail --region eu-central-1");
    }
  }

  @Test
  void aStackThatIsNotThereIsSaidAtTheStart() {
    try (AwsDouble _ = new AwsDouble(stack)) {
      Answer answer = Answer.of("console", "--stack", "nowhere", "--region", "eu-central-1");

      assertThat(answer.exitCode()).isEqualTo(2);
      assertThat(answer.err()).contains("The stack \"nowhere\" could not be read");
    }
    assertThat(Answer.of("console", "--port", "70000").err()).contains("allowed is 0 to 65535");
  }
}
