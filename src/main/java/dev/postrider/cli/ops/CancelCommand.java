package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.Intervention;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider cancel`: mail that is deferred or scheduled is not sent.
@Command(
    name = "cancel",
    description = {
      "Ends mail that has not been sent: scheduled, deferred, or of unknown outcome.",
      "Its copy is dropped when it comes out of the queue. What SES has accepted cannot be"
          + " cancelled. Held mail: `postrider held cancel`.",
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
  @Mixin private StackOptions options;
  @Mixin private Output output;
  @Mixin private Confirmation confirmation;

  @Parameters(paramLabel = "ID", description = "The message's id, or id#n for entry n.")
  private String id;

  @Option(
      names = "--entries",
      paramLabel = "N",
      description =
          "How many entries the message has at most, of those that were not dispatched yet."
              + " Default: 500, and none when all that were dispatched have ended.")
  private @Nullable Integer entries;

  @Override
  public Integer call() {
    if (!UnitKeys.isId(id) || (entries != null && (entries < 0 || entries > UnitKeys.ENTRIES))) {
      output.note(
          "postrider: an id is [A-Za-z0-9_-]{1,128}, with #n for an entry; entries are 0 to 500.");
      return ExitCodes.NOT_RUN;
    }
    try (StackConnection stack = options.open()) {
      if (!confirmation.given("Cancel " + id, output.err())) {
        return ExitCodes.NOT_RUN;
      }
      Instant now = stack.now();
      Map<String, State> known = new LinkedHashMap<>();
      UnitKeys.find(stack.ledgerReader(), id)
          .forEach(
              (key, unit) -> {
                if (!isMark(unit.entry())) {
                  known.put(key, unit.entry().state());
                }
              });
      return report(cancel(stack, known, now), known, now);
    }
  }

  /// An earlier cancellation of a message that was never dispatched says nothing of its entries,
  /// whose marks are to be renewed with its own.
  private boolean isMark(Entry entry) {
    return entry.key().equals(id)
        && entry.state() == State.CANCELLED
        && entry.fingerprint() == null;
  }

  /// What became of each unit, in the order of the entries.
  ///
  /// @param units those that the ledger knew, or the message's own id
  /// @param marks entries that it did not know
  /// @param held units that were left alone
  private record UnitsCancelled(
      Map<String, Intervention> units, Map<String, Intervention> marks, Set<String> held) {}

  /// What is held is not touched: its copy lies in a queue that nothing polls.
  private UnitsCancelled cancel(StackConnection stack, Map<String, State> known, Instant now) {
    Set<String> held = new LinkedHashSet<>(known.keySet());
    held.removeIf(key -> known.get(key) != State.HELD);
    List<String> units = new ArrayList<>(known.isEmpty() ? Set.of(id) : known.keySet());
    units.removeAll(held);
    List<String> marks = marks(known);
    List<Intervention> answers =
        stack.ledger().cancel(Stream.concat(units.stream(), marks.stream()).toList(), now);
    return new UnitsCancelled(
        byKey(units, answers), byKey(marks, answers.subList(units.size(), answers.size())), held);
  }

  private static Map<String, Intervention> byKey(List<String> keys, List<Intervention> answers) {
    Map<String, Intervention> byKey = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      byKey.put(keys.get(i), answers.get(i));
    }
    return byKey;
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

  private int report(UnitsCancelled done, Map<String, State> known, Instant now) {
    Map<String, String> refused = new TreeMap<>(UnitKeys::compare);
    String message = id.replaceFirst("#.*", "");
    done.held().forEach(key -> refused.put(key, "it is held: postrider held cancel " + message));
    int cancelled = count(done.units(), refused, now);
    int marked = count(done.marks(), refused, now);
    boolean over =
        cancelled + marked == 0
            && known.size() > 1
            && !known.containsValue(State.HELD)
            && known.values().stream().allMatch(State::ended);
    output.answer(
        new CancelAnswer(
            id,
            cancelled,
            marked,
            refused.entrySet().stream()
                .map(each -> new RefusedUnit(each.getKey(), each.getValue()))
                .toList(),
            over ? over(known) : text(refused, known, cancelled, marked)));
    return refused.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  /// A unit that was not cancelled.
  private record RefusedUnit(String key, String why) {}

  private record CancelAnswer(
      String id, int cancelled, int marked, List<RefusedUnit> refused, @JsonIgnore String text)
      implements CommandAnswer {}

  private static int count(
      Map<String, Intervention> answers, Map<String, String> refused, Instant now) {
    int done = 0;
    for (Map.Entry<String, Intervention> answer : answers.entrySet()) {
      String why = why(answer.getValue(), now);
      if (why.isEmpty()) {
        done++;
      } else {
        refused.put(answer.getKey(), why);
      }
    }
    return done;
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
      Map<String, String> refused, Map<String, State> known, int cancelled, int marked) {
    StringBuilder text = new StringBuilder();
    refused.forEach(
        (key, why) -> text.append(key).append(" not cancelled: ").append(why).append('\n'));
    boolean whole = known.isEmpty() || known.containsKey(id);
    if (cancelled > 0) {
      text.append("Cancelled: ").append(id);
      text.append(whole ? "\n" : ", " + Words.counted(cancelled, "entry") + ".\n");
    }
    if (marked > 0) {
      text.append(
          known.isEmpty()
              ? "The ledger did not know it yet: "
                  + Words.counted(marked, "entry")
                  + " are marked too, should it"
                  + " have them.\n"
              : "Marked, should the message have them: "
                  + Words.counted(marked, "entry")
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
