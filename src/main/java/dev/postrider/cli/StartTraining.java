package dev.postrider.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.postrider.aws.CannedAnswers;
import dev.postrider.cli.output.CliJson;
import dev.postrider.local.StandInVariables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the script `postrider` lets Java learn the start of commands from (decision 0140): runs an
/// operator's commands against a server of its own, whose answers are made up, so that the classes
/// which they load get into the cache. Shows nothing, and how a command ends does not matter.
public final class StartTraining {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--version"),
          List.of("help"),
          List.of("help", "status"),
          List.of("status", "--local-env", "FILE"),
          List.of("status", "--json", "--local-env", "FILE"),
          List.of("show", "order-1", "--local-env", "FILE"),
          List.of("held", "list", "--local-env", "FILE"),
          List.of("rejected", "list", "--local-env", "FILE"),
          List.of("dead", "list", "--local-env", "FILE"),
          List.of("pause", "--local-env", "FILE", "--yes"),
          List.of("suppressions", "list", "--local-env", "FILE"),
          List.of("no-such-command"));

  private StartTraining() {}

  public static void main(String[] args) throws IOException {
    run();
    System.exit(0);
  }

  /// @throws LinkageError when a command needs a class that is not on the class path
  static void run() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", StartTraining::answer);
    server.start();
    Path file = Files.createTempFile("postrider-training", ".json");
    try {
      URI aws = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      Path template =
          Path.of(System.getProperty("postrider.target", "target"))
              .toAbsolutePath()
              .resolveSibling("template.yaml");
      ObjectNode json = CliJson.object();
      StandInVariables.of(
              template, aws, "DispatchFunction", "FeedbackFunction", "AccountWatchFunction")
          .forEach(json.putObject("Parameters")::put);
      Files.writeString(file, json.toString());
      PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
      for (List<String> command : COMMANDS) {
        String[] words =
            command.stream()
                .map(word -> word.replace("FILE", file.toString()))
                .toArray(String[]::new);
        var _ = Main.run(nowhere, nowhere, words);
      }
    } finally {
      Files.deleteIfExists(file);
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      byte[] answer =
          CannedAnswers.to(
              operation == null ? exchange.getRequestURI().getPath() : operation,
              exchange.getRequestBody().readAllBytes());
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
