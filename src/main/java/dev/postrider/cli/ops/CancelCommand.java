package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.Intervention;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider cancel`: mail that is deferred or scheduled is not sent.
@Command(
    name = "cancel",
    description = {
      "Ends mail that has not been sent.",
      "It is scheduled, deferred, or of unknown outcome. The dispatcher drops its copy when the copy comes out of the queue. Mail that SES has"
          + " accepted cannot be cancelled. Held mail: `postrider held cancel`.",
      "The ledger does not know whether a message that was never dispatched has `recipients`: the"
          + " command then cancels the message and as many entries as --entries says."
    },
    footer = {
      "",
      "Examples:",
      "  postrider cancel reminder-7 --yes",
      "  postrider cancel newsletter-7#41 --yes"
    })
public final class CancelCommand extends StackCommand {
  @Mixin private Confirmation confirmation;

  @Parameters(paramLabel = "ID", description = "The message's id, or id#n for entry n.")
  private String id;

  @Option(
      names = "--entries",
      paramLabel = "N",
      description =
          "The most entries it can have, of those not dispatched yet. Default: 500, and 0 when all"
              + " that were dispatched have ended.")
  private @Nullable Integer entries;

  @Override
  public Integer call() {
    return UnitKeys.isId(id) && (entries == null || (entries >= 0 && entries <= UnitKeys.ENTRIES))
        ? super.call()
        : output.notRun(
            "an id is [A-Za-z0-9_-]{1,128}, with #n for an entry; entries are 0 to 500.");
  }

  @Override
  int run(StackConnection stack) {
    if (!confirmation.given("Cancel " + id, stack.place(), output.err())) {
      return ExitCodes.NOT_RUN;
    }
    Map<String, State> known = new LinkedHashMap<>();
    UnitKeys.find(stack.ledgerReader(), id)
        .forEach(
            (key, unit) -> {
              if (!isMark(unit.entry())) {
                known.put(key, unit.entry().state());
              }
            });
    return output.answer(cancel(stack, known), stack.place());
  }

  /// An earlier cancellation of a message that was never dispatched says nothing of its entries,
  /// whose marks are to be renewed with its own.
  private boolean isMark(Entry entry) {
    return entry.key().equals(id)
        && entry.state() == State.CANCELLED
        && entry.fingerprint() == null;
  }

  /// What is held is not touched: its copy lies in a queue that nothing polls.
  private CancelAnswer cancel(StackConnection stack, Map<String, State> known) {
    Instant now = stack.now();
    List<RefusedUnit> refused = new ArrayList<>();
    List<String> keys = new ArrayList<>(known.isEmpty() ? Set.of(id) : known.keySet());
    for (String key : known.keySet()) {
      if (known.get(key) == State.HELD && keys.remove(key)) {
        String message = id.replaceFirst("#.*", "");
        refused.add(
            new RefusedUnit(key, "it is held: " + stack.commands().of("held cancel", message)));
      }
    }
    int units = keys.size();
    keys.addAll(marks(known));
    List<Intervention> answers = stack.ledger().cancel(keys, now);
    int cancelled = 0;
    int marked = 0;
    for (int i = 0; i < keys.size(); i++) {
      String why = why(answers.get(i), now);
      if (!why.isEmpty()) {
        refused.add(new RefusedUnit(keys.get(i), why));
      } else if (i < units) {
        cancelled++;
      } else {
        marked++;
      }
    }
    refused.sort(Comparator.comparing(RefusedUnit::key, UnitKeys::compare));
    boolean over =
        cancelled + marked == 0
            && known.size() > 1
            && !known.containsValue(State.HELD)
            && known.values().stream().allMatch(State::ended);
    String text = over ? over(known) : text(refused, known, cancelled, marked);
    return new CancelAnswer(id, cancelled, marked, refused, text);
  }

  /// Entries that the message may have and the ledger does not know. What is known to be one unit
  /// has none; and where all that is known has ended, there are more only if somebody says so.
  private List<String> marks(Map<String, State> known) {
    boolean ended = !known.isEmpty() && known.values().stream().allMatch(State::ended);
    if (UnitKeys.isEntry(id) || known.containsKey(id) || (ended && entries == null)) {
      return List.of();
    }
    return UnitKeys.entries(id, 0, entries == null ? UnitKeys.ENTRIES : entries).stream()
        .filter(key -> !known.containsKey(key))
        .toList();
  }

  /// A unit that was not cancelled.
  private record RefusedUnit(String key, String why) {}

  /// @param cancelled how many units that the ledger knew, or the message itself
  /// @param marked how many entries that it did not know
  private record CancelAnswer(
      String id, int cancelled, int marked, List<RefusedUnit> refused, @JsonIgnore String text)
      implements CommandAnswer {
    @Override
    public int exitCode() {
      return refused.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
  }

  private String over(Map<String, State> known) {
    return "Nothing to cancel: all "
        + Words.counted(known.size(), "entry")
        + " that the ledger knows have ended, "
        + UnitHistory.counts(known.values().stream())
        + ".\n"
        + (entries == null ? "If the message has more, say how many: --entries N.\n" : "");
  }

  private String text(
      List<RefusedUnit> refused, Map<String, State> known, int cancelled, int marked) {
    StringBuilder text = new StringBuilder();
    refused.forEach(
        unit -> text.append(unit.key()).append(" not cancelled: ").append(unit.why()).append('\n'));
    boolean whole = known.isEmpty() || known.containsKey(id);
    if (cancelled > 0) {
      text.append("Cancelled: ").append(id);
      text.append(whole ? "\n" : ", " + Words.counted(cancelled, "entry") + ".\n");
    }
    if (marked > 0) {
      String all = Words.counted(marked, "entry");
      text.append(
          known.isEmpty()
              ? "The ledger did not know it yet: " + all + " are marked too, should it have them.\n"
              : "Marked, should the message have them: "
                  + all
                  + " that the ledger did not know.\n");
    }
    return text.toString();
  }

  /// Empty when it was cancelled.
  private static String why(Intervention answer, Instant now) {
    return switch (answer) {
      case Intervention.Applied _ -> "";
      case Intervention.AlreadyEnded(var state) -> "already " + state;
      case Intervention.TooEarly(Instant until) ->
          "it is being sent; repeat in " + Times.span(Duration.between(now, until));
      case Intervention.OtherMessage _ -> "the id belongs to another message";
    };
  }
}
