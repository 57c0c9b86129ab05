package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedAgesTest {
  private static LoopbackServer answering(Reply reply) {
    return LoopbackServer.start(
        "ages",
        0,
        call -> {
          assertThat(call.segments()).containsExactly("stack", "ages");
          return reply;
        });
  }

  @Test
  void theStackTellsTheAgesInSeconds() {
    try (LoopbackServer server =
        answering(Reply.text(200, "application/json", "{\"MailQueue\":310,\"HeldQueue\":0}"))) {
      assertThat(EmbeddedAges.read(server.endpoint()))
          .isEqualTo(Map.of("MailQueue", Duration.ofSeconds(310), "HeldQueue", Duration.ZERO));
    }
  }

  @Test
  void aStackThatDoesNotTellThemHasNone() {
    URI gone;
    try (LoopbackServer server = answering(Reply.text(404, "text/plain", "{\"MailQueue\":1}"))) {
      gone = server.endpoint();
      assertThat(EmbeddedAges.read(gone)).isEmpty();
    }
    assertThat(EmbeddedAges.read(gone)).isEmpty();
  }
}
