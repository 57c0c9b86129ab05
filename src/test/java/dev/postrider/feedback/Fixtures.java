package dev.postrider.feedback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.RecipientHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// SES's events as `src/test/resources/feedback` has them, and small ones made in code.
final class Fixtures {
  static final RecipientHash HASH = RecipientHash.keyed(new byte[] {1, 2, 3});
  static final Instant SENT_AT = Instant.parse("2026-11-24T00:00:00Z");
  static final Instant RECEIVED_AT = Instant.parse("2026-11-24T03:00:00Z");
  static final String MESSAGE_ID = "0102019000000001-8f2b1c3d-5e6f-4a7b-9c8d-000000000001-000000";
  static final String FEEDBACK_ID = "0102019000000001-7c4e4d21-9b1a-5e3f-2a00-000000000001-000000";
  static final HashedMailbox ANN = HashedMailbox.of("ann@example.com", HASH);
  static final HashedMailbox BOB = HashedMailbox.of("bob@example.com", HASH);

  static final JsonMapper JSON = JsonMapper.builder().build();

  private Fixtures() {}

  static String text(String name) {
    try (InputStream file = Fixtures.class.getResourceAsStream("/feedback/" + name + ".json")) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode json(String name) {
    try {
      return (ObjectNode) JSON.readTree(text(name));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The object at a pointer.
  static ObjectNode at(JsonNode root, String pointer) {
    return (ObjectNode) root.at(pointer);
  }

  static ReportedMail mail(String id, List<HashedMailbox> destinations) {
    return new ReportedMail(
        MESSAGE_ID,
        SENT_AT,
        destinations,
        Map.of("postrider-id", id, "postrider-stream", "marketing"));
  }

  static ReportedMail untaggedMail(List<HashedMailbox> destinations) {
    return new ReportedMail(MESSAGE_ID, SENT_AT, destinations, Map.of());
  }
}
