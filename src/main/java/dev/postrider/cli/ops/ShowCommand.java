package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.SqsShelf;
import dev.postrider.aws.SqsShelf.Look;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.local.http.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider show`: what the ledger knows of a message.
@Command(
    name = "show",
    description = {
      "Shows what became of a message: each unit's state, and each recipient's by hash.",
      "A message with `recipients` has the units ID#0, ID#1, …"
    },
    footer = {
      "",
      "Examples:",
      "  postrider show order-7",
      "  postrider show newsletter-7#41 --json",
      "  postrider show order-7 --body"
    },
    mixinStandardHelpOptions = true)
public final class ShowCommand implements Callable<Integer> {
  @Mixin private StackOptions stack;
  @Mixin private Output output;

  @Parameters(paramLabel = "ID", description = "The message's id, or id#n for entry n.")
  private String id;

  @Option(
      names = "--body",
      description =
          "Also the body, with its addresses, if a copy is in the held, rejected or dead queue.")
  private boolean body;

  @Override
  public Integer call() {
    if (!UnitKeys.isId(id)) {
      output.note("postrider: an id is [A-Za-z0-9_-]{1,128}, with #n for an entry.");
      return ExitCodes.NOT_RUN;
    }
    try (Session session = stack.open()) {
      Map<String, UnitRecord> units = UnitKeys.find(session.ledgerReader(), id);
      Map<String, String> copies = new LinkedHashMap<>();
      Map<String, Look> looks = body ? copies(session, copies) : Map.of();
      output.answer(json(units, copies), UnitHistory.text(units) + text(copies));
      if (units.isEmpty() && copies.isEmpty()) {
        output.note(
            "postrider: the ledger does not know "
                + id
                + ": not dispatched yet, waiting for its sendAt, malformed, or too old.");
        return ExitCodes.FAILED;
      }
      return body && copies.isEmpty() ? noCopy(looks) : ExitCodes.DONE;
    }
  }

  private int noCopy(Map<String, Look> looks) {
    output.note("postrider: no copy of " + id + " was found in the held, rejected or dead queue.");
    looks.forEach(
        (queue, look) -> {
          if (look.partial()) {
            output.note(
                "postrider: of the %s queue %d of about %d were looked at; the others are in use."
                    .formatted(queue, look.seen(), look.total()));
          }
        });
    return ExitCodes.FAILED;
  }

  /// Looks for bodies in each queue until one is found there.
  ///
  /// @param copies filled with what was found, by the queue's name
  /// @return what each look came to
  private Map<String, Look> copies(Session session, Map<String, String> copies) {
    Map<String, SqsShelf> shelves = new LinkedHashMap<>();
    shelves.put("held", session.held());
    shelves.put("rejected", session.rejected());
    shelves.put("dead", session.dead());
    Map<String, Look> looks = new LinkedHashMap<>();
    String message = id.replaceFirst("#.*", "");
    shelves.forEach(
        (name, shelf) ->
            looks.put(
                name,
                shelf.look(
                    Integer.MAX_VALUE,
                    item -> {
                      if (Waiting.of(item).id().equals(message)) {
                        copies.put(name, item.message().body());
                      }
                      return false;
                    },
                    () -> copies.containsKey(name))));
    return looks;
  }

  private ObjectNode json(Map<String, UnitRecord> units, Map<String, String> copies) {
    ObjectNode json = Json.object().put("id", id);
    ArrayNode array = json.putArray("units");
    units.values().forEach(unit -> array.add(UnitHistory.json(unit)));
    if (body) {
      ObjectNode bodies = json.putObject("copies");
      copies.forEach(bodies::put);
    }
    return json;
  }

  private static String text(Map<String, String> copies) {
    StringBuilder text = new StringBuilder();
    copies.forEach(
        (queue, copy) ->
            text.append("Copy in the ")
                .append(queue)
                .append(" queue:\n")
                .append(copy)
                .append('\n'));
    return text.toString();
  }
}
