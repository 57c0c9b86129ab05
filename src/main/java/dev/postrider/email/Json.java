package dev.postrider.email;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Writes trees that JsonTree read.
final class Json {
  private static final ObjectWriter TEXT = JsonMapper.builder().build().writer();
  private static final ObjectWriter CANONICAL =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build().writer();

  private Json() {}

  /// The value as compact JSON, its fields in the order in which they came.
  static String text(JsonNode json) {
    try {
      return TEXT.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /// SHA-256 of the message without its `id`, as compact JSON with sorted fields; base64url without
  /// padding. White space and the order of fields do not change it, everything else does.
  static String fingerprint(ObjectNode message) {
    ObjectNode content = message.objectNode();
    content.setAll(message);
    content.remove("id");
    MessageDigest digest = sha256();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      CANONICAL.writeValue(out, content);
    } catch (IOException e) {
      throw new UncheckedIOException("a digest has no I/O errors", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
