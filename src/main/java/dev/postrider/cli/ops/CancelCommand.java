package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.ledger.Intervention;
import dev.postrider.ledger.Recorded;
import dev.postrider.local.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider cancel`: mail that is parked or scheduled is not sent.
@Command(
    name = "cancel",
    description = {
      "Ends mail that has not been sent: scheduled, parked, held or of unknown outcome.",
      "Its copy is dropped when it comes out of the queue. What SES has accepted cannot be"
          + " cancelled.",
      "Of a message that was never dispatched nobody knows whether it has `recipients`: then the"
          + " message and its entries are cancelled, as many as --entries says."
    },
    footer = {
      "",
      "Examples:",
      "  postrider cancel reminder-7 --yes",
      "  postrider cancel newsletter-7#41 --yes"
    },
    mixinStandardHelpOptions = true)
public final class CancelCommand implements Callable<Integer> {
  @Mixin private StackOptions stack;
  @Mixin private Output output;
  @Mixin private Confirmation confirmation;

  @Parameters(paramLabel = "ID", description = "The message's id, or id#n for entry n.")
  private String id;

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "500",
      description = "How many entries the message has at most. Default: ${DEFAULT-VALUE}")
  private int entries;

  @Override
  public Integer call() {
    if (!UnitKeys.isId(id) || entries < 0 || entries > 500) {
      output.note(
          "postrider: an id is [A-Za-z0-9_-]{1,128}, with #n for an entry; entries are 0 to 500.");
      return ExitCodes.NOT_RUN;
    }
    try (Session session = stack.open()) {
      if (!confirmation.given("Cancel " + id, output.err())) {
        return ExitCodes.NOT_RUN;
      }
      Instant now = session.clock().instant();
      List<String> keys = keys(UnitKeys.find(session.ledgerReader(), id));
      return report(keys, session.ledger().cancel(keys, now), now);
    }
  }

  /// What is known to be one unit is one unit; else the entries too, also those not yet claimed.
  private List<String> keys(Map<String, Recorded> known) {
    if (UnitKeys.isEntry(id) || known.containsKey(id)) {
      return List.of(id);
    }
    List<String> keys = new ArrayList<>();
    if (known.isEmpty()) {
      keys.add(id);
    }
    keys.addAll(UnitKeys.entries(id, 0, entries));
    return keys;
  }

  private int report(List<String> keys, List<Intervention> answers, Instant now) {
    ObjectNode json = Json.object().put("id", id);
    ArrayNode refused = json.putArray("refused");
    StringBuilder text = new StringBuilder();
    int cancelled = 0;
    for (int i = 0; i < keys.size(); i++) {
      String why = why(answers.get(i), now);
      if (why.isEmpty()) {
        cancelled++;
      } else {
        refused.addObject().put("key", keys.get(i)).put("why", why);
        text.append(keys.get(i)).append(" not cancelled: ").append(why).append('\n');
      }
    }
    json.put("cancelled", cancelled);
    if (cancelled > 0) {
      text.append("Cancelled: ").append(id).append('\n');
    }
    output.answer(json, text.toString());
    return refused.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  /// Empty when it was cancelled.
  private static String why(Intervention answer, Instant now) {
    return switch (answer) {
      case Intervention.Done _ -> "";
      case Intervention.Ended(var state) -> "already " + state;
      case Intervention.TooEarly(Instant until) ->
          "it is being sent; repeat in " + Times.span(Duration.between(now, until));
      case Intervention.Reused _ -> "the id belongs to another message";
    };
  }
}
