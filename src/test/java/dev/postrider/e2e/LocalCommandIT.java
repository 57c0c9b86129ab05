package dev.postrider.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.local.Await;
import dev.postrider.local.StackFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script and `postrider local`, in processes of their own as on a developer's machine.
class LocalCommandIT {
  @TempDir private Path directory;

  private Process postrider(Path output, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("./postrider"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private String answer(int exitCode, String... args) throws IOException, InterruptedException {
    Path output = directory.resolve("answer");
    Process process = postrider(output, args);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isEqualTo(exitCode);
    return text;
  }

  /// The package is as new as this test; without its stamp the script would build it once more.
  private static void stamp() throws IOException {
    Path stamp = Path.of("target/postrider.built");
    if (!Files.exists(stamp)) {
      Files.createFile(stamp);
    }
    Files.setLastModifiedTime(stamp, FileTime.from(Instant.now()));
  }

  @Test
  void theStackIsThereForOtherCommandsUntilItIsStopped() throws IOException, InterruptedException {
    stamp();
    Path output = directory.resolve("local");
    Path environment = directory;
    Process local = postrider(output, "local", "--port-base", "0");
    try {
      Await.until("it says where it is", Duration.ofMinutes(1), () -> greeted(local, output));
      StackFile stack = StackFile.running(Path.of("target")).getLast();
      environment = stack.path();
      assertThat(answer(0, "status", "--local"))
          .contains("Breaker   closed: mail flows", "MailQueue");
      assertThat(answer(0, "held", "list", "--local"))
          .isEqualTo("postrider: the embedded stack on port " + stack.port() + "\n0 messages.\n");
      assertThat(answer(0, "send", "messages/plain.json", "--yes", "--local"))
          .contains("./postrider show example-plain --local\n");
      Await.until(
          "it says what became of it",
          Duration.ofMinutes(1),
          () -> read(output).contains("example-plain               s…@simulator.amazonses.com"));
      String ses = stack.variables().get("AWS_ENDPOINT_URL_SESV2");
      assertThat(get(ses + "/stack/status")).contains("\"queues\"", "MailQueue");
      assertThat(get(ses + "/stack/units/example-plain")).contains("\"units\"", "\"SENT\"");
      assertThat(get(ses + "/stack/units/--help")).contains("\"id\" : \"--help\"");
      assertThat(get(ses + "/stack/events/example-plain")).contains("\"detail\"");
      assertThat(get(ses + "/stack/suppressions")).contains("\"suppressions\"");
      assertThat(answer(2, "local", "--port-base", Integer.toString(stack.port())))
          .contains("An embedded stack runs already on the ports " + stack.port() + " to ");
    } finally {
      local.destroy();
      assertThat(local.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(environment).doesNotExist();
    assertThat(answer(2, "status", "--local")).contains("No embedded stack runs here");
  }

  private static String get(String url) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static boolean greeted(Process local, Path output) {
    assertThat(local.isAlive()).as(read(output)).isTrue();
    return read(output).contains("sam local invoke");
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
