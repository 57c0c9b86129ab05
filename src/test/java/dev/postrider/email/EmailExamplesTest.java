package dev.postrider.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.postrider.email.Decoded.Malformed;
import dev.postrider.email.Decoded.WellFormed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The decoder and `schema/email-v1.schema.json` agree over the shared examples.
class EmailExamplesTest {
  private static final Schema SCHEMA = schema();
  private static final EmailDecoder DECODER =
      new EmailDecoder(new Defaults(Address.parse("Postrider <default@example.com>")));

  @ParameterizedTest
  @MethodSource("good")
  void aGoodExamplePassesTheDecoderAndTheSchema(Path example) throws IOException {
    String body = Files.readString(example);

    assertThat(DECODER.decode(body, "fallback")).isInstanceOf(WellFormed.class);
    assertThat(SCHEMA.validate(body, InputFormat.JSON)).isEmpty();
  }

  /// What people send first, in `messages/`.
  @ParameterizedTest
  @MethodSource("messages")
  void aMessageToTryHasAnIdAndPassesTheDecoderWithoutAWarningAndTheSchema(Path message)
      throws IOException {
    String body = Files.readString(message);

    assertThat(DECODER.decode(body, "fallback"))
        .isInstanceOfSatisfying(
            WellFormed.class,
            good -> {
              assertThat(good.email().id()).isEqualTo(exampleId(message));
              assertThat(Warnings.of(good.email())).isEmpty();
            });
    assertThat(SCHEMA.validate(body, InputFormat.JSON)).isEmpty();
  }

  private static String exampleId(Path message) {
    return "example-" + message.getFileName().toString().replace(".json", "");
  }

  static Stream<Path> messages() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("messages"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadExampleFailsTheDecoderWithExactlyTheseProblems(BadExample example) {
    assertThat(DECODER.decode(example.body(), "fallback"))
        .isEqualTo(new Malformed(example.problems()));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadExampleFailsTheSchemaUnlessItIsBeyondJsonSchema(BadExample example) {
    List<?> errors =
        example.isJson() ? SCHEMA.validate(example.body(), InputFormat.JSON) : List.of();

    if (example.beyondSchema().isPresent()) {
      assertThat(errors).as(example.beyondSchema().get()).isEmpty();
    } else {
      assertThat(errors).isNotEmpty();
    }
  }

  static Stream<Path> good() throws IOException {
    return BadExample.files("good");
  }

  static Stream<BadExample> bad() throws IOException {
    return BadExample.all();
  }

  static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(Path.of("schema/email-v1.schema.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
