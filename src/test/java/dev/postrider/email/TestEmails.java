package dev.postrider.email;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Decoded.Malformed;
import dev.postrider.email.Decoded.Problem;
import dev.postrider.email.Decoded.WellFormed;
import java.util.List;
import java.util.Map;

/// What tests of the decoder share.
final class TestEmails {
  private TestEmails() {}

  static Email accepted(Decoded decoded) {
    return switch (decoded) {
      case WellFormed(Email email) -> email;
      case Malformed malformed -> throw new AssertionError(malformed.reason());
    };
  }

  static String json(Map<String, String> fields) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    fields.forEach(object::put);
    return object.toString();
  }

  static List<Problem> problems(Decoded decoded) {
    return switch (decoded) {
      case WellFormed accepted -> throw new AssertionError("accepted " + accepted);
      case Malformed(List<Problem> problems) -> problems;
    };
  }
}
