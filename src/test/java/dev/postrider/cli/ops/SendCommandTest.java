package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.TestStack.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `send` and `validate`.
@ExtendWith(TestStack.Extension.class)
class SendCommandTest {
  private static final String MALFORMED =
      """
      {"to":"x@example.net","subject":"Hello","text":"Hi","sendat":"tomorrow"}\
      """;

  private final TestStack stack;
  private final Path directory;

  SendCommandTest(TestStack stack, @TempDir Path directory) {
    this.stack = stack;
    this.directory = directory;
  }

  private String file(String body) throws IOException {
    return Files.writeString(directory.resolve("message.json"), body).toString();
  }

  @Test
  void aMessageIsEnqueuedAndSent() throws IOException {
    Answer answer = stack.run("send", file(mail("sent-by-hand", "transactional")), "--yes");
    stack.dispatch();

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).startsWith("Enqueued: sent-by-hand\n");
    assertThat(stack.accepted("sent-by-hand@example.net")).isEqualTo(1);
  }

  @Test
  void mailThatIsScheduledFurtherThanTheStackRemembersIsNotEnqueued() throws IOException {
    Instant sendAt = Instant.now().plus(Duration.ofDays(16));
    String body =
        mail("far", "transactional").replaceFirst("\\{", "{\"sendAt\":\"" + sendAt + "\",");

    Answer answer = stack.run("send", file(body), "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .startsWith("/sendAt: found " + sendAt + ", allowed is at most 15 days after");
    assertThat(stack.depth(stack.queues().mail())).isZero();
  }

  @Test
  void aMessageWithoutAnIdIsFoundUnderSqsMessageId() throws IOException {
    String file = file("{\"to\":\"anonymous@example.net\",\"subject\":\"Hi\",\"text\":\"Hi\"}");

    Answer answer = stack.run("send", file, "--yes");
    stack.dispatch();
    String id = answer.out().lines().findFirst().orElseThrow().replace("Enqueued: ", "");

    assertThat(stack.run("show", id).out()).contains("SENT");
  }

  @Test
  void aMalformedMessageIsNotEnqueuedAndEveryProblemIsNamed() throws IOException {
    Answer answer = stack.run("send", file(MALFORMED), "--yes");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("/sendat: found");
    assertThat(stack.depth(stack.queues().mail())).isZero();
  }

  @Test
  void sendingIsAsking() throws IOException {
    Answer answer = stack.run("send", file(mail("asked", "transactional")));

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("Send to 1 recipient in " + stack.place() + "?");
    assertThat(stack.depth(stack.queues().mail())).isZero();
  }

  @Test
  void validateNeedsNoStack() throws IOException {
    Answer good = Answer.of("validate", file(mail("valid", "transactional")));
    Answer bad = Answer.of("validate", file(MALFORMED), "--json");
    Answer missing = Answer.of("validate", "no-such-file.json");
    Answer sender = Answer.of("validate", "--require-from", file(mail("v", "transactional")));

    assertThat(good.exitCode()).isZero();
    assertThat(good.out()).isEqualTo("Valid: stream transactional, 1 unit.\n");
    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.out()).contains("\"pointer\" : \"/sendat\"");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("There is no file no-such-file.json");
    assertThat(sender.out()).contains("/from");
  }

  @Test
  void validateWarnsOfWhatSesMayRefuse() throws IOException {
    String doubtful =
        """
        {"id":"w","to":"kim@example.net","data":{"order":{"total":1}},
         "template":{"subject":"Hi","text":"{{order.total}}"}}
        """;
    Answer text = Answer.of("validate", file(doubtful));
    Answer json = Answer.of("validate", file(doubtful), "--json");
    Answer plain = Answer.of("validate", file(mail("valid", "transactional")), "--json");

    assertThat(text.exitCode()).isZero();
    assertThat(text.out())
        .isEqualTo(
            "Warning: /template/text: found a placeholder that is not plain at offset 0, allowed is"
                + " {{name}}; SES promises no more than simple substitution, and may refuse paths,"
                + " triple braces and the like\nValid: stream transactional, 1 unit.\n");
    assertThat(json.json().at("/warnings/0/pointer").asText()).isEqualTo("/template/text");
    assertThat(plain.json().at("/warnings").isArray()).isTrue();
    assertThat(plain.json().at("/warnings")).isEmpty();
  }

  @Test
  void theStandardInputIsAFileToo() {
    InputStream before = System.in;
    System.setIn(
        new ByteArrayInputStream(mail("piped", "transactional").getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(Answer.of("validate", "-").exitCode()).isZero();
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void ofSeveralFilesEachIsNamedWithItsAnswer() throws IOException {
    Path bad = Files.writeString(directory.resolve("bad.json"), MALFORMED);
    Answer text = Answer.of("validate", file(mail("v", "transactional")), bad.toString());
    Answer json = Answer.of("validate", "messages/plain.json", bad.toString(), "--json");

    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out())
        .contains(
            "message.json: Valid: stream transactional, 1 unit.\n", "bad.json: /sendat: found");
    assertThat(json.json().at("/files/0/valid").asBoolean()).isTrue();
    assertThat(json.json().at("/files/1/file").asText()).isEqualTo(bad.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"send", "validate"})
  void whoGivesTheEventOfAFunctionIsToldWhatToGiveInstead(String command) {
    Answer answer =
        command.equals("send")
            ? stack.run("send", "events/dispatch-plain.json", "--yes")
            : Answer.of("validate", "events/dispatch-plain.json");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("found the event of a Lambda function");
    assertThat(answer.err()).contains("jq -r '.Records[0].body'", "messages/plain.json");
  }

  @Test
  void whoSendsAnIdThatTheLedgerKnowsIsWarned() throws IOException {
    String file = file(mail("twice", "transactional"));
    assertThat(stack.run("send", file, "--yes").err()).isEmpty();
    stack.dispatch();

    Answer again = stack.run("send", file, "--yes");

    assertThat(again.exitCode()).isZero();
    assertThat(again.err()).startsWith("postrider: the ledger knows the id twice: this is a copy");
    assertThat(again.out()).containsPattern("\nIn the embedded stack on port \\d+\\.\n$");
  }

  @Test
  void whatIsNoAddressHasNoHash() {
    Answer answer = stack.run("hash", "notanaddress");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .startsWith("postrider: not an address: found a string")
        .contains("without @");
  }
}
