package dev.postrider.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.local.LocalStack;
import dev.postrider.local.Queues;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Hands the embedded stack's status events on, in their order, as a rule of the bus would: to a
/// queue of the stack, or to a server by POST. An event that is not taken within three attempts is
/// lost, and a line says so.
public final class EventForwarding implements AutoCloseable {
  private static final Pattern QUEUE = Pattern.compile("[A-Za-z0-9_-]{1,80}");
  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// Takes one event, or throws.
  @FunctionalInterface
  private interface Target {
    void take(String event) throws IOException, InterruptedException;
  }

  private final String name;
  private final Target target;
  private final Runnable stop;
  private final Consumer<String> failures;
  private final ExecutorService inOrder =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

  private EventForwarding(String name, Target target, Runnable stop, Consumer<String> failures) {
    this.name = name;
    this.target = target;
    this.stop = stop;
    this.failures = failures;
  }

  /// Whether a text names a queue or a server.
  public static boolean isTarget(String name) {
    return QUEUE.matcher(name).matches() || isServer(name);
  }

  private static boolean isServer(String name) {
    try {
      URI uri = new URI(name);
      return name.matches("(?i)https?://.*") && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /// Begins.
  ///
  /// @param name of a queue, which is made if it is not there; its URL; or another URL, to POST to
  /// @param err gets a line for each event that was lost
  /// @throws IllegalStateException when it is a queue of the stack's own, where an event is not
  ///     mail and would beget events without end
  public static EventForwarding start(LocalStack stack, String name, PrintWriter err) {
    EventForwarding forwarding =
        QUEUE.matcher(name).matches() || name.startsWith(stack.endpoints().sqs() + "/")
            ? toQueue(stack, name, err::println)
            : toServer(URI.create(name), err::println);
    stack.events().watch(forwarding::forward);
    return forwarding;
  }

  private static EventForwarding toQueue(LocalStack stack, String name, Consumer<String> failures) {
    String queue = Queues.nameOf(name);
    if (isOwn(stack.queues(), queue)) {
      throw new IllegalStateException(
          "--events-to: " + queue + " is a queue of the stack's own; name another, which is made");
    }
    SqsClient sqs = stack.sqs().client();
    String url = sqs.createQueue(r -> r.queueName(queue)).queueUrl();
    return new EventForwarding(
        "queue " + queue,
        event -> {
          var _ = sqs.sendMessage(r -> r.queueUrl(url).messageBody(event));
        },
        sqs::close,
        failures);
  }

  static boolean isOwn(Queues queues, String queue) {
    return queues.all().stream().map(Queues::nameOf).anyMatch(queue::equals);
  }

  static EventForwarding toServer(URI server, Consumer<String> failures) {
    HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    return new EventForwarding(
        server.toString(),
        event -> {
          HttpRequest request =
              HttpRequest.newBuilder(server)
                  .timeout(PATIENCE)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(event))
                  .build();
          int status = http.send(request, BodyHandlers.discarding()).statusCode();
          if (status / 100 != 2) {
            throw new IOException("HTTP " + status);
          }
        },
        http::shutdownNow,
        failures);
  }

  /// Hands an event on; does not wait.
  void forward(JsonNode event) {
    String text = event.toString();
    String id = event.path("detail").path("id").asText();
    inOrder.execute(() -> attempt(text, id));
  }

  private void attempt(String event, String id) {
    String why = "";
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        target.take(event);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      }
    }
    failures.accept(
        "postrider: a status event of %s was lost: %s did not take it (%s)"
            .formatted(id, name, why));
  }

  @Override
  public void close() {
    inOrder.shutdownNow();
    stop.run();
  }
}
