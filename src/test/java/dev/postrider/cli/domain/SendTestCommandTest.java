package dev.postrider.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.postrider.domain.mail.SmtpPassword;
import dev.postrider.local.LocalAws;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendTestCommandTest {
  private static final String ID = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private final Surroundings world;
  private final GreenMail greenMail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir private Path directory;

  SendTestCommandTest() throws IOException {
    world = new Surroundings();
  }

  @BeforeEach
  void start() {
    greenMail.start();
    greenMail.setUser("owner@example.com", ID, SmtpPassword.derive(SECRET, LocalAws.REGION.id()));
  }

  @AfterEach
  void stop() throws Exception {
    greenMail.stop();
    for (AutoCloseable resource : open) {
      resource.close();
    }
    world.close();
  }

  @Test
  void everyWayIsTriedAndEachMessageArrives() throws Exception {
    haveKeys();
    LoopbackTls tls = LoopbackTls.create(directory);
    world.trusts(tls.client());

    Surroundings.Run run =
        world.sendTest(
            "--from",
            "test@example.com",
            "--smtp-host",
            "127.0.0.1",
            "--starttls-port",
            front(true, tls),
            "--tls-port",
            front(false, tls));

    assertThat(run.out().lines())
        .satisfiesExactly(
            line ->
                assertThat(line).matches("SENT     api            access key ROLE, mess.*200.*"),
            line ->
                assertThat(line).matches("SENT     api-keys       access key AKIAIOSFODN.*200.*"),
            line -> assertThat(line).matches("SENT     smtp-starttls  access key AKIAIOSF.*250.*"),
            line -> assertThat(line).matches("SENT     smtp-tls       access key AKIAIOSF.*250.*"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).doesNotContain(SECRET);
    assertThat(bodies())
        .containsExactlyInAnyOrder(
            "This is a test message of Postrider, sent by way of smtp-starttls.",
            "This is a test message of Postrider, sent by way of smtp-tls.");
    assertThat(world.ses().counters().acceptedMessages()).isEqualTo(2);
  }

  @Test
  void withoutKeysTheWaysThatNeedThemAreSkipped() throws IOException {
    Surroundings.Run run = world.sendTest("--from", "test@example.com", "--json");

    assertThat(run.exitCode()).isZero();
    assertThat(new ObjectMapper().readTree(run.out()).path("ways"))
        .extracting(way -> way.path("way").asText() + " " + way.path("outcome").asText())
        .containsExactly(
            "api sent", "api-keys skipped", "smtp-starttls skipped", "smtp-tls skipped");
  }

  @Test
  void temporaryCredentialsAreNoKeysForSmtp() {
    haveKeys();
    world.environment().put("AWS_SESSION_TOKEN", "token");

    Surroundings.Run run = world.sendTest("--from", "test@example.com", "--way", "smtp-tls");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).startsWith("SKIPPED  smtp-tls       no long-term access key: set");
  }

  @Test
  void keysCanBeTypedInPlaceOfTheEnvironment() {
    world.types(ID + "\n" + SECRET + "\n");

    Surroundings.Run run =
        world.sendTest("--from", "test@example.com", "--ask-keys", "--way", "api-keys");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("SENT     api-keys       access key " + ID);
  }

  @ParameterizedTest
  @ValueSource(strings = {SECRET, "--secret=" + SECRET, "--ask-keys=" + SECRET})
  void aKeyGivenAsAnArgumentIsNotPrintedBack(String argument) {
    Surroundings.Run run = world.sendTest("--from", "test@example.com", argument);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isNotEmpty().doesNotContain(SECRET);
    assertThat(world.ses().counters().acceptedMessages()).isZero();
  }

  @Test
  void aMessageWhoseAnswerIsLostIsNotSentAgain() {
    AtomicInteger calls = new AtomicInteger();
    try (LoopbackServer broken =
        LoopbackServer.start(
            "ses",
            0,
            _ -> {
              calls.incrementAndGet();
              return new Reply.HangUp();
            })) {
      world.sesAt(broken.endpoint());

      Surroundings.Run run = world.sendTest("--from", "test@example.com", "--way", "api");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void aRefusalIsShownInSesWords() {
    Surroundings.Run run = world.sendTest("--from", "test@example.org", "--way", "api");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .startsWith("FAILED   api            access key ROLE: HTTP 400 MessageRejected: ")
        .contains("Email address is not verified");
  }

  @Test
  void anotherKeysPasswordIsRefused() throws Exception {
    haveKeys();
    world.environment().put("AWS_SECRET_ACCESS_KEY", "another");
    LoopbackTls tls = LoopbackTls.create(directory);
    world.trusts(tls.client());

    Surroundings.Run run = smtp("smtp-tls", "--tls-port", front(false, tls));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("535").contains("ses:SendRawEmail");
  }

  @Test
  void withoutStarttlsNothingIsSent() {
    haveKeys();

    Surroundings.Run run =
        smtp("smtp-starttls", "--starttls-port", Integer.toString(greenMail.getSmtp().getPort()));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("STARTTLS is required");
    assertThat(greenMail.getReceivedMessages()).isEmpty();
  }

  @Test
  void aCertificateThatIsNotTrustedStopsIt() throws Exception {
    haveKeys();

    Surroundings.Run run =
        smtp("smtp-tls", "--tls-port", front(false, LoopbackTls.create(directory)));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("PKIX path building failed");
    assertThat(greenMail.getReceivedMessages()).isEmpty();
  }

  @Test
  void theMessageIdIsTakenFromSesAnswer() {
    assertThat(SmtpTestSend.messageId("250 Ok 0100018c-1-000000")).isEqualTo("0100018c-1-000000");
    assertThat(SmtpTestSend.messageId("250 OK")).isEmpty();
  }

  private Surroundings.Run smtp(String way, String portOption, String port) {
    return world.sendTest(
        "--from", "test@example.com", "--way", way, "--smtp-host", "127.0.0.1", portOption, port);
  }

  private void haveKeys() {
    world.environment().put("AWS_ACCESS_KEY_ID", ID);
    world.environment().put("AWS_SECRET_ACCESS_KEY", SECRET);
  }

  private String front(boolean starttls, LoopbackTls tls) throws IOException {
    TlsFront front = new TlsFront(greenMail.getSmtp().getPort(), starttls, tls.server());
    open.add(front);
    return Integer.toString(front.port());
  }

  private List<String> bodies() throws MessagingException, IOException {
    List<String> bodies = new ArrayList<>();
    for (var message : greenMail.getReceivedMessages()) {
      bodies.add(message.getContent().toString().strip());
    }
    return bodies;
  }
}
