package dev.postrider.email;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Decoded.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A message that breaks a rule, from `src/test/resources/email/bad`.
///
/// A file there is an array of examples: `name`; the message as `text` (raw), or as `base` (a file
/// of `good`) `with` some fields changed and others left out (`without`); the `problems`; and
/// `beyondSchema`, the reason why JSON Schema cannot see what is wrong.
record BadExample(
    String name,
    String body,
    boolean isJson,
    List<Problem> problems,
    Optional<String> beyondSchema) {

  private static final Path FOLDER = Path.of("src/test/resources/email");
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  static Stream<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.sorted().toList().stream();
    }
  }

  static Stream<BadExample> all() throws IOException {
    return files("bad")
        .flatMap(file -> read(file).valueStream().map(json -> of(file.getFileName() + "", json)));
  }

  private static BadExample of(String file, JsonNode json) {
    return new BadExample(
        file + ": " + json.path("name").textValue(),
        json.has("text") ? json.get("text").textValue() : changed(json),
        !"not JSON".equals(json.path("beyondSchema").textValue()),
        json.path("problems").valueStream().map(BadExample::problem).toList(),
        Optional.ofNullable(json.path("beyondSchema").textValue()));
  }

  private static String changed(JsonNode json) {
    ObjectNode message =
        (ObjectNode) read(FOLDER.resolve("good/" + json.path("base").textValue() + ".json"));
    json.path("with").propertyStream().forEach(f -> message.set(f.getKey(), f.getValue()));
    json.path("without").valueStream().forEach(name -> message.remove(name.textValue()));
    return message.toString();
  }

  private static Problem problem(JsonNode json) {
    return new Problem(
        json.path("pointer").textValue(),
        json.path("found").textValue(),
        json.path("allowed").textValue());
  }

  private static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalStateException(file + " is not JSON", e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
