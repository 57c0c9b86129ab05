package dev.postrider.cli.ops;

import dev.postrider.cli.output.CliJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The variables of the embedded stack, as `postrider local` writes them to a file.
final class LocalEnvironment {
  private static final int PATIENCE_MILLIS = 2_000;

  private LocalEnvironment() {}

  /// `target/local-env.json` of the checkout.
  static Path defaultFile() {
    return Path.of(System.getProperty("postrider.target", "target"), "local-env.json");
  }

  /// The variables of a stack that answers.
  ///
  /// @throws IllegalStateException when there is no such file, or none of that form, or its stack
  ///     is gone
  static Map<String, String> ofRunning(Path file) {
    Map<String, String> variables = read(file);
    if (!answers(variables.getOrDefault("AWS_ENDPOINT_URL_SQS", ""))) {
      throw new IllegalStateException(
          "No embedded stack runs here ("
              + file
              + " is of one that is gone): start one with `postrider local`.");
    }
    return variables;
  }

  private static boolean answers(String endpoint) {
    try (Socket socket = new Socket()) {
      URI uri = URI.create(endpoint);
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static Map<String, String> read(Path file) {
    try {
      Map<String, String> variables = new HashMap<>();
      CliJson.readObject(Files.readAllBytes(file))
          .orElseThrow(() -> new IllegalStateException(file + " holds no JSON object"))
          .path("Parameters")
          .properties()
          .forEach(field -> variables.put(field.getKey(), field.getValue().asText()));
      return variables;
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(
          "No embedded stack runs here (no " + file + "): start one with `postrider local`.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }
}
