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
    assertThat(answer.err()).contains("Send to 1 recipient?");
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
}
