package dev.postrider.local.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Passes calls on to another HTTP server of this machine, and its answers back.
public final class Relay implements AutoCloseable {
  /// What belongs to one connection and not to the call, and what the sender writes itself.
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "date",
          "expect",
          "host",
          "keep-alive",
          "server",
          "transfer-encoding",
          "upgrade");

  private final CompletableFuture<URI> target = new CompletableFuture<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /// Where calls go from now on; until this is known, they wait.
  public void leadsTo(URI server) {
    target.complete(server);
  }

  /// Passes a call on, and hangs up where the other server does.
  ///
  /// @param body sent in place of the call's own
  public Reply pass(HttpCall call, byte[] body) {
    try {
      HttpResponse<byte[]> response = client.send(request(call, body), BodyHandlers.ofByteArray());
      return new Reply.Response(response.statusCode(), headers(response), response.body());
    } catch (IOException e) {
      return new Reply.HangUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.HangUp();
    }
  }

  private HttpRequest request(HttpCall call, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target.join() + call.target()))
            .method(call.method(), BodyPublishers.ofByteArray(body));
    call.headers()
        .forEach(
            (name, value) -> {
              if (!OF_THE_CONNECTION.contains(name)) {
                request.header(name, value);
              }
            });
    return request.build();
  }

  private static Map<String, String> headers(HttpResponse<?> response) {
    Map<String, String> headers = new HashMap<>();
    response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
    headers.keySet().removeAll(OF_THE_CONNECTION);
    return headers;
  }

  /// Ends the calls that still wait, such as long polls.
  @Override
  public void close() {
    client.shutdownNow();
  }
}
