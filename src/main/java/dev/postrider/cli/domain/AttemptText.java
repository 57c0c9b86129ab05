package dev.postrider.cli.domain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.StringJoiner;

/// Writes what came of the ways.
final class AttemptText {
  private AttemptText() {}

  /// For people.
  static String text(List<Attempt> attempts) {
    StringJoiner text = new StringJoiner("\n");
    for (Attempt attempt : attempts) {
      String way = "%-7s  %-13s  ";
      text.add(
          switch (attempt) {
            case Attempt.Sent sent ->
                way.formatted("SENT", sent.way().text())
                    + sent.identity()
                    + ", message id "
                    + (sent.messageId().isEmpty() ? "unknown" : sent.messageId())
                    + " ("
                    + TerminalWriter.cell(sent.answer())
                    + ")";
            case Attempt.Failed failed ->
                way.formatted("FAILED", failed.way().text())
                    + failed.identity()
                    + ": "
                    + TerminalWriter.cell(failed.answer());
            case Attempt.Skipped skipped ->
                way.formatted("SKIPPED", skipped.way().text()) + skipped.why();
          });
    }
    return text.toString();
  }

  /// For machines.
  static String json(List<Attempt> attempts) {
    ObjectNode root = Json.object();
    ArrayNode array = root.putArray("ways");
    for (Attempt attempt : attempts) {
      ObjectNode node = array.addObject().put("way", attempt.way().text());
      switch (attempt) {
        case Attempt.Sent sent ->
            node.put("outcome", "sent")
                .put("identity", sent.identity())
                .put("messageId", sent.messageId())
                .put("answer", sent.answer());
        case Attempt.Failed failed ->
            node.put("outcome", "failed")
                .put("identity", failed.identity())
                .put("answer", failed.answer());
        case Attempt.Skipped skipped -> node.put("outcome", "skipped").put("why", skipped.why());
      }
    }
    return Json.text(root);
  }
}
