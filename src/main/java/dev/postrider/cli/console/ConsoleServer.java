package dev.postrider.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postrider.cli.output.CliJson;
import dev.postrider.local.http.PageFile;
import dev.postrider.local.http.Reply;
import dev.postrider.local.http.SameOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// Serves the console's page on 127.0.0.1, and what the page asks.
///
/// Any user and any page of this machine reaches a port on loopback. So each path begins with a
/// random token, and a page of another site is refused as by the embedded stack ([SameOrigin]). No
/// call is logged. A question that may hold an address, or that hides messages, is a POST.
public final class ConsoleServer implements AutoCloseable {
  private static final int TOKEN_BYTES = 24;
  private static final int LONGEST_QUESTION = 2_000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConsoleAnswers answers;
  private final String token;

  private ConsoleServer(HttpServer server, ConsoleAnswers answers) {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    this.server = server;
    this.answers = answers;
    this.token = HexFormat.of().formatHex(random);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /// Listens at once.
  ///
  /// @param port 0 for any free port
  /// @throws IllegalStateException when another program listens on the port, or the user may not
  public static ConsoleServer start(int port, ConsoleAnswers answers) {
    try {
      InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
      ConsoleServer console =
          new ConsoleServer(HttpServer.create(new InetSocketAddress(loopback, port), 0), answers);
      console.server.start();
      return console;
    } catch (BindException e) {
      throw new IllegalStateException(
          "Nothing can listen on port %d (%s): --port 0 takes any free one."
              .formatted(port, e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("the console could not listen on port " + port, e);
    }
  }

  /// The page's whole address, with its token.
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + token + "/");
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply.Response reply = reply(exchange);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      if (exchange.getRequestMethod().equals("HEAD")) {
        // The JDK's server warns on the terminal of a length here, whoever asks.
        exchange.sendResponseHeaders(reply.status(), -1);
        return;
      }
      exchange.sendResponseHeaders(reply.status(), reply.body().length);
      exchange.getResponseBody().write(reply.body());
    }
  }

  private Reply.Response reply(HttpExchange call) throws IOException {
    Optional<String> refusal =
        SameOrigin.refusal(
            name -> call.getRequestHeaders().getOrDefault(name, List.of()),
            server.getAddress().getPort(),
            false);
    if (refusal.isPresent()) {
      return problem(403, refusal.get());
    }
    String[] path = call.getRequestURI().getRawPath().replaceFirst("^/", "").split("/", 2);
    if (path.length < 2 || !isToken(path[0])) {
      return problem(403, "Open the whole address that `postrider console` printed.");
    }
    return switch (call.getRequestMethod()) {
      case "GET" -> get(path[1]);
      case "POST" -> post(path[1], call);
      default -> problem(405, "The console only reads.");
    };
  }

  /// In a time that does not depend on how much of it is right.
  private boolean isToken(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private Reply.Response get(String path) {
    String section = "runbook/";
    return switch (path) {
      case "" -> PageFile.of(ConsoleServer.class, "console.html");
      case "console.js" -> PageFile.of(ConsoleServer.class, path);
      case "page.js", "page.css" -> PageFile.of(PageFile.class, path);
      case "about" -> json(answers.about());
      case "status" -> json(answers.status());
      default ->
          path.startsWith(section)
              ? json(answers.runbook(path.substring(section.length())))
              : problem(404, "The console has no such page.");
    };
  }

  private Reply.Response post(String path, HttpExchange call) throws IOException {
    Function<ObjectNode, Optional<String>> asked =
        switch (path) {
          case "unit" -> answers::unit;
          case "suppressions" -> answers::suppressions;
          case "look" -> answers::look;
          default -> _ -> Optional.empty();
        };
    byte[] body = call.getRequestBody().readNBytes(LONGEST_QUESTION + 1);
    return Optional.of(body)
        .filter(question -> question.length <= LONGEST_QUESTION)
        .flatMap(CliJson::readObject)
        .flatMap(asked)
        .map(ConsoleServer::json)
        .orElseGet(() -> problem(400, "The console does not know this question."));
  }

  private static Reply.Response json(String answer) {
    return data("application/json", answer);
  }

  private static Reply.Response problem(int status, String sentence) {
    Reply.Response text = data("text/plain; charset=utf-8", sentence);
    return new Reply.Response(status, text.headers(), text.body());
  }

  private static Reply.Response data(String type, String text) {
    return PageFile.guarded(
        type, "default-src 'none'", Map.of(), text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
