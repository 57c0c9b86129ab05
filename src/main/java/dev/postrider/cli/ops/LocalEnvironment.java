package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The variables of the embedded stack, as `postrider local` writes them to a file.
final class LocalEnvironment {
  private LocalEnvironment() {}

  /// `target/local-env.json` of the checkout.
  static Path defaultFile() {
    return Path.of(System.getProperty("postrider.target", "target"), "local-env.json");
  }

  /// @throws IllegalStateException when there is no such file, or not of that form
  static Map<String, String> read(Path file) {
    Map<String, String> variables = new HashMap<>();
    try {
      ObjectNode json =
          Json.readObject(Files.readAllBytes(file))
              .orElseThrow(() -> new IllegalStateException(file + " holds no JSON object"));
      json.path("Parameters")
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
