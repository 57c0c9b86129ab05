package dev.postrider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.PortTaken;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFileTest {
  @TempDir private Path target;

  /// The file of a stack whose SQS would listen there.
  private Path file(int port) throws IOException {
    Path directory = Files.createDirectories(StackFile.directory(target, port));
    return Files.writeString(
        directory.resolve("env.json"),
        Endpoints.samJson(Map.of("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:" + port)));
  }

  @Test
  void theOnlyStackThatAnswersIsMeant() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    file(closed);
    try (ServerSocket running = new ServerSocket(0)) {
      Path file = file(running.getLocalPort());

      assertThat(StackFile.usual(target).path()).isEqualTo(file);
      assertThat(StackFile.usual(target).port()).isEqualTo(running.getLocalPort());
    }
    assertThatThrownBy(() -> StackFile.usual(target))
        .hasMessage(
            "No embedded stack runs here (no file of one in %s): start one with `postrider local`.",
            target.resolve("local"));
  }

  @Test
  void aPortThatIsTakenIsNamedInOneSentence() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  LoopbackServer.start("ses", other.getLocalPort(), _ -> Reply.empty(204)).close())
          .isInstanceOf(PortTaken.class)
          .hasNoCause()
          .hasMessage("Port " + other.getLocalPort() + " is taken.");
    }
  }

  @Test
  void ofSeveralTheOneOnTheUsualPortIsMeantAndElseOneMustBeNamed() throws IOException {
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket other = new ServerSocket(0)) {
      Path first = file(one.getLocalPort());
      Path second = file(other.getLocalPort());

      assertThat(StackFile.usual(target, other.getLocalPort()).path()).isEqualTo(second);
      assertThatThrownBy(() -> StackFile.usual(target, 1))
          .hasMessageContaining("name one: ")
          .hasMessageContaining("--local-env " + first)
          .hasMessageContaining("--local-env " + second);
    }
  }
}
