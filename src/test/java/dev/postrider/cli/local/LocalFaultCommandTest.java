package dev.postrider.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.cli.Answer;
import dev.postrider.local.Endpoints;
import dev.postrider.local.ses.SesServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;

/// `postrider local fault` and `tenant` on SES's stand-in.
class LocalFaultCommandTest {
  @TempDir private Path directory;

  private final SesServer ses = SesServer.start("postrider", _ -> {});

  @AfterEach
  void stop() {
    ses.close();
  }

  private Answer run(String... words) throws IOException {
    URI uri = ses.endpoint();
    Path file =
        Files.writeString(
            directory.resolve("env.json"),
            Endpoints.samJson(new Endpoints(uri, uri, uri, uri, uri).environment()));
    return Answer.of(file, words);
  }

  private void send(SesV2Client client) {
    client.sendEmail(
        (SendEmailRequest.Builder b) ->
            b.fromEmailAddress("shop@example.com")
                .destination(d -> d.toAddresses("kim@example.net"))
                .content(
                    c ->
                        c.simple(
                            s -> s.subject(t -> t.data("s")).body(o -> o.text(t -> t.data("t"))))));
  }

  @Test
  void aThrottleStrikesAsOftenAsItIsTold() throws IOException {
    Answer answer = run("local", "fault", "refuse", "--count", "1", "--target", "SendEmail");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .isEqualTo(
            "Armed: refuse, once. It ends with `postrider local fault clear --local-env %s`.\n"
                .formatted(directory.resolve("env.json")));
    assertThat(run("local", "fault", "list").out()).contains("\"left\" : 1", "  drop-event ");
    assertThat(run("local", "fault", "clear").exitCode()).isZero();
    assertThat(run("local", "fault", "list").out()).endsWith("Armed now:\n[ ]\n");
  }

  @Test
  void aPauseLastsUntilItIsCleared() throws IOException {
    try (SesV2Client client = ses.client()) {
      assertThat(run("local", "fault", "pause").exitCode()).isZero();
      assertThatThrownBy(() -> send(client)).isInstanceOf(SesV2Exception.class);

      assertThat(run("local", "fault", "clear").exitCode()).isZero();
      send(client);
      assertThat(ses.counters().acceptedMessages()).isEqualTo(1);
    }
  }

  @Test
  void whatTheStandInRefusesIsSaidAsItSaysIt() throws IOException {
    Answer answer = run("local", "fault", "meteor");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err())
        .startsWith("postrider: unknown kind of fault \"meteor\", allowed is throttle, refuse,")
        .contains("reverse-events, pause, quota, suspend, drop, list, clear\n");
  }

  @Test
  void theListFitsATerminalOf80Columns() throws IOException {
    assertThat(run("local", "fault", "list").out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void anOptionThatWouldChangeNothingIsRefused() throws IOException {
    assertThat(run("local", "fault", "throttle", "--tenant", "acme").err())
        .startsWith("postrider: --tenant says nothing of throttle\n");
    assertThat(run("local", "fault", "pause", "--count", "5").exitCode()).isEqualTo(2);
    assertThat(run("local", "fault", "clear", "--target", "Bounce").exitCode()).isEqualTo(2);
    assertThat(run("local", "fault", "list").out()).endsWith("Armed now:\n[ ]\n");
    assertThat(run("local", "fault", "throttle", "--delay", "5s").err())
        .startsWith("postrider: --delay says nothing of throttle\n");
    assertThat(run("local", "fault", "double-event", "--error-type", "X").exitCode()).isEqualTo(2);
    assertThat(run("local", "tenant", "acme").exitCode()).isZero();
    assertThat(run("local", "fault", "pause", "--tenant", "acme").exitCode()).isZero();
    assertThat(run("local", "fault", "pause", "--tenant", "acne").err())
        .startsWith("postrider: pausedTenants: found [\"acne\"], allowed is acme");
  }

  @Test
  void aDelayOfLessThanNothingIsRefused() throws IOException {
    assertThat(run("local", "fault", "delay-answer", "--delay", "PT-5S").err())
        .contains("delay: found \"PT-5S\", allowed is an ISO-8601 duration such as PT2S");
  }

  @Test
  void tenantsAreMade() throws IOException {
    assertThat(run("local", "tenant", "acme", "other").out())
        .isEqualTo("Made: acme\nMade: other\n");
    assertThat(run("local", "tenant", "a b").err()).contains("1 to 64 of the characters");
  }
}
