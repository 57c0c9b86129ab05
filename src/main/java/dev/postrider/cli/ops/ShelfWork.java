package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.aws.SqsShelf;
import dev.postrider.aws.SqsShelf.Item;
import dev.postrider.aws.SqsShelf.Look;
import dev.postrider.local.http.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// What all commands about waiting messages have in common: to list them, and to do something with
/// some of them.
final class ShelfWork {
  private static final int REASON_SHOWN = 80;

  /// A person reads lists.
  private static final int LISTED = 1_000;

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

  private record Found(List<Waiting> waiting, Look look) {}

  /// The oldest first. Nothing is consumed.
  private Found find() {
    Instant now = clock.instant();
    List<Waiting> found = new ArrayList<>();
    Look look =
        shelf.look(
            selection.limit(LISTED),
            item -> {
              Waiting waiting = Waiting.of(item);
              if (selection.test(waiting, now)) {
                found.add(waiting);
              }
              return false;
            });
    found.sort(Comparator.comparing(Waiting::since).thenComparing(Waiting::messageId));
    return new Found(found, look);
  }

  /// Lists what waits.
  ///
  /// @return the exit code
  int list() {
    Found found = find();
    ObjectNode json = lookJson(found.look());
    ArrayNode messages = json.putArray("messages");
    found.waiting().forEach(waiting -> messages.add(waiting.json()));
    output.answer(json, listText(found));
    return missing(found.waiting());
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
    Look look = found.look();
    return look.partial()
        ? count
            + " The list is partial: "
            + look.seen()
            + " of about "
            + look.total()
            + " in the queue were looked at; the others are in use, or --limit left them out.\n"
        : count + "\n";
  }

  private static ObjectNode lookJson(Look look) {
    return Json.object()
        .put("seen", look.seen())
        .put("total", look.total())
        .put("partial", look.partial());
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
    int missing = missing(List.copyOf(run.outcomes().keySet()));
    return run.isComplete() ? missing : ExitCodes.FAILED;
  }

  /// Shows the copies of the selected messages in full.
  ///
  /// @param more what is to be said of a copy beside what lists say
  /// @return the exit code
  int show(boolean body, Function<Item, String> more) {
    List<Waiting> found = new ArrayList<>();
    ArrayNode json = Json.array();
    StringBuilder text = new StringBuilder();
    Instant now = clock.instant();
    shelf.look(
        selection.limit(LISTED),
        item -> {
          Waiting waiting = Waiting.of(item);
          if (selection.test(waiting, now)) {
            found.add(waiting);
            String advice = more.apply(item);
            ObjectNode one = waiting.json().put("advice", advice);
            text.append(showText(waiting, advice, now));
            if (body) {
              one.put("body", item.message().body());
              text.append("Body:\n").append(item.message().body()).append('\n');
            }
            json.add(one);
          }
          return false;
        });
    output.answer(json, text.toString());
    return missing(found);
  }

  private static String showText(Waiting waiting, String advice, Instant now) {
    StringBuilder text = new StringBuilder();
    line(text, "Id", waiting.name());
    line(text, "SQS message", waiting.messageId());
    line(text, "Stream", waiting.stream());
    line(text, "Enqueued", Times.at(waiting.firstSeen()));
    line(text, "Waits for", Times.span(waiting.age(now)));
    line(text, "Reason", waiting.reason());
    line(text, "Problems", waiting.problems().replace("; ", "\n             "));
    line(text, "What to do", advice);
    return text.append('\n').toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append(name).repeat(' ', Math.max(1, 13 - name.length())).append(value).append('\n');
    }
  }

  private int missing(List<Waiting> found) {
    List<String> missing = selection.missing(found);
    missing.forEach(id -> output.note("postrider: " + id + " is not in this queue."));
    return missing.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private static String counted(int messages) {
    return messages == 1 ? "1 message" : messages + " messages";
  }
}
