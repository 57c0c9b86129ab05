package dev.postrider.email;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/// What a message says, whichever library wrote it (decision 0106).
final class Fingerprint {
  private static final List<String> MAILBOXES = List.of("to", "cc", "bcc", "replyTo");
  private static final List<String> INSTANTS = List.of("sendAt", "expiresAt");

  private Fingerprint() {}

  /// SHA-256 of the message in its canonical form; base64url without padding. The form is compact
  /// JSON with sorted fields, without `id` and `$schema`. Fields that say what their absence says
  /// are left out, a list of one mailbox is the mailbox, a number is [JsonNumber#canonical], an
  /// instant is in UTC.
  ///
  /// @param message one without problems
  static String of(ObjectNode message) {
    ObjectNode canonical = unit(message);
    canonical.remove(List.of("id", "$schema"));
    leaveOut(canonical, "stream", Email.TRANSACTIONAL);
    INSTANTS.forEach(name -> replace(canonical, name, Fingerprint::utc));
    replace(canonical, "recipients", entries -> each(entries, Fingerprint::unit));
    replace(canonical, "attachments", files -> each(files, Fingerprint::attachment));
    return sha256(canonical);
  }

  /// A copy of the message or of an entry, with its lists and objects in canonical form.
  private static ObjectNode unit(JsonNode unit) {
    ObjectNode copy = copy(unit);
    copy.removeIf(value -> value.isContainerNode() && value.isEmpty());
    MAILBOXES.forEach(
        name ->
            replace(copy, name, list -> list.isArray() && list.size() == 1 ? list.get(0) : list));
    return copy;
  }

  private static ObjectNode attachment(JsonNode attachment) {
    ObjectNode copy = copy(attachment);
    leaveOut(copy, "disposition", Attachment.Disposition.ATTACHMENT.name());
    return copy;
  }

  private static JsonNode utc(JsonNode instant) {
    String utc = OffsetDateTime.parse(instant.textValue()).toInstant().toString();
    return TextNode.valueOf(utc);
  }

  private static ArrayNode each(JsonNode list, UnaryOperator<JsonNode> change) {
    ArrayNode copy = ((ArrayNode) list).arrayNode();
    list.forEach(element -> copy.add(change.apply(element)));
    return copy;
  }

  private static ObjectNode copy(JsonNode object) {
    return ((ObjectNode) object).objectNode().setAll((ObjectNode) object);
  }

  private static void replace(ObjectNode object, String name, UnaryOperator<JsonNode> change) {
    JsonNode value = object.get(name);
    if (value != null) {
      object.set(name, change.apply(value));
    }
  }

  private static void leaveOut(ObjectNode object, String name, String whatAbsenceSays) {
    if (object.path(name).asText().equals(whatAbsenceSays)) {
      object.remove(name);
    }
  }

  private static String sha256(ObjectNode canonical) {
    MessageDigest digest = digest();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
        JsonGenerator json = new CanonicalNumbers(Json.generator(out))) {
      Json.write(canonical, json, true);
    } catch (IOException e) {
      throw new UncheckedIOException("a digest has no I/O errors", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
  }

  /// JsonTree keeps numbers as raw values, and nothing else.
  private static final class CanonicalNumbers extends JsonGeneratorDelegate {
    CanonicalNumbers(JsonGenerator json) {
      super(json);
    }

    @Override
    public void writeRawValue(String number) throws IOException {
      super.writeRawValue(JsonNumber.canonical(number));
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
