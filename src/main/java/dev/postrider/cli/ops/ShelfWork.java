package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.SqsShelf;
import dev.postrider.aws.SqsShelf.Item;
import dev.postrider.aws.SqsShelf.Look;
import dev.postrider.cli.domain.TerminalWriter;
import dev.postrider.local.http.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// What all commands about waiting messages have in common: to list them, and to do something with
/// some of them.
final class ShelfWork {
  private static final int REASON_SHOWN = 80;

  private final SqsShelf shelf;
  private final Selection selection;
  private final Output output;
  private final Clock clock;

  ShelfWork(SqsShelf shelf, Selection selection, Output output, Clock clock) {
    this.shelf = shelf;
    this.selection = selection;
    this.output = output;
    this.clock = clock;
  }

  /// @param partial whether something was left out that may be meant
  private record Found(List<Waiting> waiting, Look look, boolean partial) {}

  /// The oldest first. Nothing is consumed.
  private Found find() {
    Instant now = clock.instant();
    Found found = look((waiting, item) -> {}, now);
    found.waiting().sort(Comparator.comparing(Waiting::since).thenComparing(Waiting::messageId));
    return found;
  }

  private Found look(BiConsumer<Waiting, Item> visit, Instant now) {
    List<Waiting> found = new ArrayList<>();
    Look look =
        shelf.look(
            selection.limit(),
            item -> {
              Waiting waiting = Waiting.of(item);
              if (selection.test(waiting, now)) {
                found.add(waiting);
                visit.accept(waiting, item);
              }
              return false;
            },
            () -> selection.isSettledBy(found));
    return new Found(found, look, look.partial() && !selection.isSettledBy(found));
  }

  /// Lists what waits.
  ///
  /// @return the exit code
  int list() {
    Found found = find();
    ObjectNode json = lookJson(found);
    ArrayNode messages = json.putArray("messages");
    found.waiting().forEach(waiting -> messages.add(waiting.json()));
    output.answer(json, listText(found));
    return missing(found.waiting(), found.partial(), found.look().seen(), found.look().total());
  }

  private String listText(Found found) {
    Columns columns = new Columns("ID", "STREAM", "WAITS FOR", "BYTES", "REASON");
    Instant now = clock.instant();
    for (Waiting waiting : found.waiting()) {
      columns.row(
          waiting.name(),
          waiting.stream(),
          Times.span(waiting.age(now)),
          Integer.toString(waiting.bytes()),
          reason(waiting));
    }
    return (columns.isEmpty() ? "" : columns.text()) + summary(found);
  }

  /// On one line; `show` has it all.
  private static String reason(Waiting waiting) {
    String all =
        waiting.problems().isEmpty()
            ? waiting.reason()
            : waiting.reason() + ": " + waiting.problems();
    return all.codePointCount(0, all.length()) <= REASON_SHOWN
        ? all
        : all.substring(0, all.offsetByCodePoints(0, REASON_SHOWN - 1)) + "…";
  }

  private static String summary(Found found) {
    String count = counted(found.waiting().size()) + ".";
    return found.partial()
        ? count + " The list is partial: " + leftOut(found.look()) + "\n"
        : count + "\n";
  }

  private static String leftOut(Look look) {
    return look.seen()
        + " of about "
        + look.total()
        + " in the queue were looked at; the others are in use, or left out: --all looks at all,"
        + " --limit at fewer.";
  }

  private static ObjectNode lookJson(Found found) {
    return Json.object()
        .put("seen", found.look().seen())
        .put("total", found.look().total())
        .put("partial", found.partial());
  }

  /// Does something with each selected message, after a confirmation. The whole queue is gone
  /// through, unless --limit says less; when some of it was not reached, the answer says so and the
  /// exit code is 1.
  ///
  /// @param verb what, as in `Release`
  /// @param act what becomes of a message; when it leaves, it is deleted here
  /// @return the exit code
  int act(String verb, Confirmation confirmation, Function<Item, MailReturn.Outcome> act) {
    if (!selection.isExplicit()) {
      output.note("postrider: name the messages, or say --all.");
      return ExitCodes.NOT_RUN;
    }
    if (!confirmation.given(selection.question(verb, shelf.depth().total()), output.err())) {
      return ExitCodes.NOT_RUN;
    }
    ShelfRun run = new ShelfRun(selection, act, output, clock.instant());
    run.over(shelf);
    output.answer(ShelfRunText.json(run), ShelfRunText.text(run));
    run.failure().ifPresent(e -> output.note("postrider: stopped: " + Failures.sentence(e)));
    if (run.failure().isPresent()) {
      return ExitCodes.FAILED;
    }
    int missing = missing(run.outcomes().keySet(), run.isPartial(), run.seen(), run.total());
    return run.isComplete() ? missing : ExitCodes.FAILED;
  }

  /// Shows the copies of the selected messages in full.
  ///
  /// @param more what is to be said of a copy beside what lists say
  /// @return the exit code
  int show(boolean body, Function<Item, String> more) {
    ArrayNode json = Json.array();
    StringBuilder text = new StringBuilder();
    Instant now = clock.instant();
    Found found =
        look(
            (waiting, item) -> {
              String advice = more.apply(item);
              ObjectNode one = waiting.json().put("advice", advice);
              text.append(showText(waiting, advice, now));
              if (body) {
                one.put("body", item.message().body());
                text.append("Body:\n").append(item.message().body()).append('\n');
              }
              json.add(one);
            },
            now);
    output.answer(json, text.toString());
    int missing =
        missing(found.waiting(), found.partial(), found.look().seen(), found.look().total());
    if (found.partial()) {
      output.note("postrider: only " + leftOut(found.look()));
    }
    return found.partial() && selection.isExplicit() ? ExitCodes.FAILED : missing;
  }

  private static String showText(Waiting waiting, String advice, Instant now) {
    StringBuilder text = new StringBuilder();
    line(text, "Id", waiting.name());
    line(text, "SQS message", waiting.messageId());
    line(text, "Stream", waiting.stream());
    line(text, "Enqueued", Times.at(waiting.firstSeen()));
    line(text, "Waits for", Times.span(waiting.age(now)));
    line(text, "Reason", waiting.reason());
    String[] problems = waiting.problems().split("; ", -1);
    for (int i = 0; i < problems.length; i++) {
      line(text, i == 0 ? "Problems" : "", problems[i]);
    }
    line(text, "What to do", advice);
    return text.append('\n').toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append(name).repeat(' ', Math.max(1, 13 - name.length()));
      text.append(TerminalWriter.cell(value)).append('\n');
    }
  }

  /// Says which messages were named and not found. Absent is only what a whole look did not find.
  private int missing(Collection<Waiting> found, boolean partial, int seen, int total) {
    String where =
        partial
            ? " is not among the " + seen + " of about " + total + " that were looked at."
            : " is not in this queue.";
    List<String> missing = selection.missing(found);
    missing.forEach(id -> output.note("postrider: " + id + where));
    return missing.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private static String counted(int messages) {
    return messages == 1 ? "1 message" : messages + " messages";
  }
}
