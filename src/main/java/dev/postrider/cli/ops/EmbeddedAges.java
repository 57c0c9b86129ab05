package dev.postrider.cli.ops;

import dev.postrider.cli.output.CliJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The ages of the embedded stack's queues, from a door of SES's stand-in: the embedded SQS has no
/// metrics.
final class EmbeddedAges {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private EmbeddedAges() {}

  /// The age of each queue's oldest message, by the queue's name; none where the stack does not
  /// tell them, as a demo's.
  static Map<String, Duration> read(URI ses) {
    Map<String, Duration> ages = new HashMap<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(ses.resolve("/stack/ages")).timeout(PATIENCE).build(),
              BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        CliJson.readObject(answer.body())
            .ifPresent(
                all ->
                    all.properties()
                        .forEach(
                            age ->
                                ages.put(
                                    age.getKey(), Duration.ofSeconds(age.getValue().asLong()))));
      }
    } catch (IOException e) {
      return Map.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ages;
  }
}
