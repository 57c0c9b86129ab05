package dev.postrider.cli.ops;

import dev.postrider.aws.SqsQueueBrowser.Browse;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// What the verbs of [QueueCommand] do. Each returns the exit code.
///
/// @param now by which ages are measured
record QueueActions(WaitingQueue queue, MessageSelection selection, Output output, Instant now) {

  /// Lists what waits. Nothing is consumed.
  int list() {
    List<WaitingMessage> found = new ArrayList<>();
    Coverage coverage = browse(found, (_, _) -> {});
    found.sort(
        Comparator.comparing(WaitingMessage::since).thenComparing(WaitingMessage::messageId));
    output.answer(new WaitingList(coverage, found, now));
    return reportMissing(found, coverage);
  }

  /// Shows the selected messages in full. Nothing is consumed.
  int show(boolean body) {
    List<WaitingMessage> found = new ArrayList<>();
    List<ShownMessage> shown = new ArrayList<>();
    Coverage coverage =
        browse(
            found,
            (message, browsed) ->
                shown.add(
                    new ShownMessage(
                        message, queue.advice(browsed), body ? browsed.message().body() : null)));
    output.answer(new ShownMessage.AllShown(shown, now));
    int exitCode = reportMissing(found, coverage);
    if (coverage.partial()) {
      output.note("postrider: only " + coverage.leftOut());
    }
    return coverage.partial() && selection.isExplicit() ? ExitCodes.FAILED : exitCode;
  }

  private Coverage browse(
      List<WaitingMessage> found, BiConsumer<WaitingMessage, BrowsedMessage> visit) {
    Browse browse =
        queue
            .browser()
            .browse(
                selection.limit(),
                browsed -> {
                  WaitingMessage message = WaitingMessage.of(browsed);
                  if (selection.test(message, now)) {
                    found.add(message);
                    visit.accept(message, browsed);
                  }
                  return false;
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
  int act(String verb, Confirmation confirmation, Function<BrowsedMessage, RedriveOutcome> action) {
    if (!selection.isExplicit()) {
      output.note("postrider: name the messages, or say --all.");
      return ExitCodes.NOT_RUN;
    }
    int inQueue = queue.browser().depth().total();
    if (!confirmation.given(selection.question(verb, inQueue), output.err())) {
      return ExitCodes.NOT_RUN;
    }
    RedriveRun run = new RedriveRun(selection, action, output, now);
    RedriveReport report = run.over(queue.browser());
    output.answer(report);
    if (run.failure().isPresent()) {
      output.note("postrider: stopped: " + Failures.sentence(run.failure().get()));
      return ExitCodes.FAILED;
    }
    int exitCode = reportMissing(run.selected(), report.coverage());
    return report.isComplete() ? exitCode : ExitCodes.FAILED;
  }

  /// Says which messages were named and not found. Absent is only what a whole look did not find.
  private int reportMissing(List<WaitingMessage> found, Coverage coverage) {
    String where =
        coverage.partial()
            ? " is not among the " + coverage.share() + " that were looked at."
            : " is not in this queue.";
    List<String> missing = selection.missing(found);
    missing.forEach(id -> output.note("postrider: " + id + where));
    return missing.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
  }
}
