package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The schemas pass validators that are stricter than JSON Schema: `ajv` in strict mode.
class SchemaStrictnessTest {
  private static final List<String> OF_STRINGS = List.of("minLength", "maxLength", "pattern");

  @ParameterizedTest
  @ValueSource(strings = {"email", "status"})
  void aRequiredFieldIsDefinedBesideItsRequirement(String name) throws IOException {
    assertThat(schemas(name))
        .allSatisfy(
            schema ->
                schema
                    .path("required")
                    .forEach(
                        field ->
                            assertThat(schema.path("properties").has(field.textValue()))
                                .as("%s in %s", field, schema)
                                .isTrue()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"email", "status"})
  void aKeywordOfStringsBesideAReferenceHasItsType(String name) throws IOException {
    assertThat(schemas(name).stream().filter(schema -> schema.has("$ref")))
        .filteredOn(schema -> OF_STRINGS.stream().anyMatch(schema::has))
        .allSatisfy(schema -> assertThat(schema.path("type").asText()).isEqualTo("string"));
  }

  /// `[Ee][Xx][Ee]`: JSON Schema has no patterns that ignore case.
  @Test
  void theSchemaRefusesTheExtensionsThatTheDecoderRefuses() throws IOException {
    JsonNode filename = read("email").at("/$defs/attachment/properties/filename");
    String pattern = filename.at("/not/pattern").textValue();
    Set<String> extensions =
        new TreeSet<>(
            List.of(
                pattern
                    .substring(pattern.indexOf('(') + 1, pattern.indexOf(')'))
                    .replaceAll("\\[([A-Z])[a-z]]", "$1")
                    .toLowerCase(java.util.Locale.ROOT)
                    .split("\\|")));

    assertThat(extensions).isEqualTo(new TreeSet<>(AttachmentNames.REFUSED_EXTENSIONS));
    assertThat(AttachmentNames.REFUSED_CHARACTERS.chars().mapToObj(Character::toString))
        .allSatisfy(
            c ->
                assertThat(Pattern.matches(filename.at("/pattern").textValue(), "a" + c))
                    .isFalse());
  }

  /// Every object of the schema that may be a schema itself.
  private static List<JsonNode> schemas(String name) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    collect(read(name), found);
    return found;
  }

  private static void collect(JsonNode node, List<JsonNode> found) {
    if (node.isObject()) {
      found.add(node);
    }
    children(node).forEach(child -> collect(child, found));
  }

  private static Stream<JsonNode> children(JsonNode node) {
    return node.isObject()
        ? node.propertyStream()
            .filter(field -> !Set.of("examples", "default", "const").contains(field.getKey()))
            .map(field -> field.getValue())
        : node.valueStream();
  }

  private static JsonNode read(String name) throws IOException {
    return JsonMapper.builder()
        .build()
        .readTree(Files.readString(Path.of("schema/" + name + "-v1.schema.json")));
  }
}
