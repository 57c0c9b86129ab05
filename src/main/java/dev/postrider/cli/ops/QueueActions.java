package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.postrider.aws.SdkErrors;
import dev.postrider.aws.SqsQueueBrowser.Browse;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.cli.ops.RedriveReport.RedrivenMessage;
import dev.postrider.cli.ops.WaitingQueue.Coverage;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import dev.postrider.cli.output.TextTable;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkException;

/// What the verbs of [QueueCommand] do, once. Each returns the exit code.
final class QueueActions {
  private static final int PROGRESS_EVERY = 500;

  /// That many failures in a row do not come from one message: the rest is not tried.
  private static final int FAILURES_IN_A_ROW = 3;

  private final WaitingQueue queue;
  private final MessageSelection selection;
  private final Output output;
  private final Instant now;
  private final List<WaitingMessage> found = new ArrayList<>();
  private final Set<String> streams = new TreeSet<>();
  private final List<RedrivenMessage> redriven = new ArrayList<>();
  private int seen;
  private int failuresInARow;

  /// @param now by which ages are measured
  QueueActions(WaitingQueue queue, MessageSelection selection, Output output, Instant now) {
    this.queue = queue;
    this.selection = selection;
    this.output = output;
    this.now = now;
  }

  /// Lists what waits, the oldest first. Nothing is consumed.
  int list() {
    Optional<String> problem = selection.problem(queue.reasons());
    if (problem.isPresent()) {
      return output.notRun(problem.get());
    }
    Coverage coverage = browse(false, _ -> false);
    found.sort(
        Comparator.comparing(WaitingMessage::since).thenComparing(WaitingMessage::messageId));
    return Math.max(
        output.answer(new WaitingList(coverage, found, selection.isNarrow(), now)),
        reportMissing(coverage));
  }

  /// Shows the selected messages in full. Nothing is consumed.
  int show(boolean body) {
    Optional<String> problem = selection.problem(queue.reasons());
    if (problem.isPresent()) {
      return output.notRun(problem.get());
    }
    List<ShownMessage> shown = new ArrayList<>();
    Coverage coverage =
        browse(
            false,
            browsed -> {
              String text = body ? browsed.message().body() : null;
              shown.add(new ShownMessage(found.getLast(), queue.advice().apply(browsed), text));
              return false;
            });
    int exitCode =
        Math.max(output.answer(new ShownMessage.AllShown(shown, now)), reportMissing(coverage));
    if (coverage.partial()) {
      output.note("postrider: only " + coverage.leftOut());
    }
    return coverage.partial() && selection.isExplicit() ? ExitCodes.FAILED : exitCode;
  }

  /// Goes through the queue and keeps the selected messages in `found`.
  ///
  /// @param progress whether to tell how far it came
  /// @param done whether a selected message is done with, and is deleted
  private Coverage browse(boolean progress, Predicate<BrowsedMessage> done) {
    Browse browse =
        queue
            .browser()
            .browse(
                selection.limit(),
                browsed -> {
                  if (++seen % PROGRESS_EVERY == 0 && progress) {
                    output.note(seen + " looked at …");
                  }
                  WaitingMessage message = queue.described().apply(browsed);
                  streams.add(message.stream());
                  return selection.test(message, now) && found.add(message) && done.test(browsed);
                },
                () -> selection.isSettledBy(found));
    return new Coverage(
        browse.seen(), browse.total(), browse.partial() && !selection.isSettledBy(found));
  }

  /// Does something with each selected message, after a confirmation. The whole queue is gone
  /// through, unless --limit says less; when some of it was not reached, the answer says so and the
  /// exit code is 1.
  ///
  /// @param verb what, as in `Send`
  /// @param action a message that leaves by it is deleted from the queue
  /// @throws RuntimeException when the queue failed before anything was done
  int act(String verb, Confirmation confirmation, Function<BrowsedMessage, RedriveOutcome> action) {
    if (!selection.isExplicit()) {
      return output.notRun("name the messages, or say --all.");
    }
    Optional<String> problem = selection.problem(queue.reasons());
    if (problem.isPresent()) {
      return output.notRun(problem.get());
    }
    int inQueue = queue.browser().depth().total();
    if (!confirmation.given(selection.question(verb, inQueue), queue.place(), output.err())) {
      return ExitCodes.NOT_RUN;
    }
    try {
      Coverage coverage = browse(true, browsed -> redrive(browsed, action));
      return Math.max(report(coverage), reportMissing(coverage));
    } catch (RuntimeException e) {
      if (redriven.isEmpty()) {
        throw e;
      }
      var _ = report(new Coverage(seen, 0, false));
      return output.failed("stopped: " + sentence(e));
    }
  }

  private int report(Coverage coverage) {
    return output.answer(
        new RedriveReport(coverage, found.size() - redriven.size(), redriven), queue.place());
  }

  private boolean redrive(BrowsedMessage browsed, Function<BrowsedMessage, RedriveOutcome> action) {
    if (failuresInARow == FAILURES_IN_A_ROW) {
      return false;
    }
    RedriveOutcome outcome;
    try {
      outcome = action.apply(browsed);
      failuresInARow = 0;
    } catch (RuntimeException e) {
      outcome = RedriveOutcome.stays(sentence(e) + ": repeat the command");
      failuresInARow++;
    }
    redriven.add(new RedrivenMessage(found.getLast(), outcome));
    return outcome.left();
  }

  /// A failure in a sentence that holds nothing of a message: SDK exceptions by their code, which
  /// may quote what they were given; our own by what they say.
  private static String sentence(RuntimeException e) {
    return e instanceof SdkException || e.getMessage() == null
        ? "it failed with " + SdkErrors.code(e)
        : e.getMessage();
  }

  /// Says which messages were named and not found. Absent is only what a whole look did not find.
  private int reportMissing(Coverage coverage) {
    int unknownStream =
        selection
            .unknownStream(streams)
            .map(
                name ->
                    output.failed(
                        "no message of the stream "
                            + name
                            + " among "
                            + coverage.seen()
                            + (streams.isEmpty()
                                ? "."
                                : "; there are " + String.join(", ", streams) + ".")))
            .orElse(ExitCodes.DONE);
    String where =
        coverage.partial()
            ? " is not among the " + coverage.share() + " that were looked at."
            : " is not in this queue.";
    return selection.missing(found).stream()
        .mapToInt(id -> output.failed(id + where))
        .max()
        .orElse(unknownStream);
  }

  /// What waits in a queue, the oldest first.
  ///
  /// @param narrow whether some were chosen
  private record WaitingList(
      @JsonUnwrapped Coverage coverage,
      List<WaitingMessage> messages,
      @JsonIgnore boolean narrow,
      @JsonIgnore Instant now)
      implements CommandAnswer {
    @Override
    public String text() {
      TextTable table = new TextTable("ID", "STREAM", "HAS WAITED", "BYTES", "REASON");
      messages.forEach(
          message ->
              table.row(
                  message.name(),
                  message.stream(),
                  Times.span(message.age(now)),
                  message.bytes(),
                  message.summary()));
      return (table.isEmpty() ? "" : table.text())
          + (narrow
              ? messages.size() + " of " + coverage.seen() + " match"
              : Words.counted(messages.size(), "message"))
          + (coverage.partial() ? ". The list is partial: " + coverage.leftOut() + "\n" : ".\n");
    }
  }
}
