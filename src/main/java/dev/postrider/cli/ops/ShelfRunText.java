package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.Json;

/// What became of the selected messages, for people and programs.
final class ShelfRunText {
  private ShelfRunText() {}

  static ObjectNode json(ShelfRun run) {
    ObjectNode json =
        Json.object()
            .put("seen", run.seen())
            .put("total", run.total())
            .put("partial", run.isPartial())
            .put("notTried", run.notTried());
    ArrayNode messages = json.putArray("messages");
    run.outcomes()
        .forEach(
            (waiting, outcome) ->
                messages.add(
                    waiting
                        .json()
                        .put("outcome", word(outcome))
                        .put("left", outcome.leaves())
                        .put("detail", detail(outcome))));
    return json;
  }

  static String text(ShelfRun run) {
    Columns columns = new Columns("ID", "OUTCOME", "DETAIL");
    run.outcomes()
        .forEach((waiting, outcome) -> columns.row(waiting.name(), word(outcome), detail(outcome)));
    return (columns.isEmpty() ? "No message.\n" : columns.text()) + left(run);
  }

  private static String left(ShelfRun run) {
    StringBuilder text = new StringBuilder();
    if (run.notTried() > 0) {
      text.append(run.notTried())
          .append(" more were not tried, after three failures in a row: repeat the command.\n");
    }
    if (run.isPartial()) {
      text.append(run.notSeen())
          .append(" of about ")
          .append(run.total())
          .append(" in the queue were not looked at")
          .append(": they are in use, or --limit left them out. Repeat the command.\n");
    }
    return text.toString();
  }

  private static String word(MailReturn.Outcome outcome) {
    return switch (outcome) {
      case MailReturn.Outcome.Returned _ -> "RETURNED";
      case MailReturn.Outcome.Cancelled _ -> "CANCELLED";
      case MailReturn.Outcome.Over _ -> "OVER";
      case MailReturn.Outcome.Stays _ -> "STAYS";
    };
  }

  private static String detail(MailReturn.Outcome outcome) {
    return switch (outcome) {
      case MailReturn.Outcome.Returned(int units) -> units(units) + " to the mail queue";
      case MailReturn.Outcome.Cancelled(int units) -> units(units);
      case MailReturn.Outcome.Over(String states) -> "already " + states + ": the copy was removed";
      case MailReturn.Outcome.Stays(String why) -> why;
    };
  }

  private static String units(int units) {
    return units == 1 ? "1 unit" : units + " units";
  }
}
