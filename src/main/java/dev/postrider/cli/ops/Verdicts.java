package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Decoded;
import dev.postrider.email.Decoded.Problem;
import dev.postrider.email.Email;
import dev.postrider.local.http.Json;
import java.util.List;
import java.util.stream.Collectors;

/// What the decoder says of a message, for people and programs.
final class Verdicts {
  private Verdicts() {}

  static ObjectNode json(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Accepted(Email email) ->
          Json.object()
              .put("valid", true)
              .put("id", email.id())
              .put("stream", email.stream())
              .put("units", email.units().size());
      case Decoded.Malformed(List<Problem> problems) -> {
        ObjectNode json = Json.object().put("valid", false);
        ArrayNode array = json.putArray("problems");
        problems.forEach(
            p ->
                array
                    .addObject()
                    .put("pointer", p.pointer())
                    .put("found", p.found())
                    .put("allowed", p.allowed()));
        yield json;
      }
    };
  }

  static String text(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Accepted(Email email) ->
          "Valid: stream "
              + email.stream()
              + ", "
              + (email.units().size() == 1 ? "1 unit" : email.units().size() + " units")
              + ".\n";
      case Decoded.Malformed(List<Problem> problems) ->
          problems.stream().map(p -> p + "\n").collect(Collectors.joining());
    };
  }
}
