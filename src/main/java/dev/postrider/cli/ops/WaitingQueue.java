package dev.postrider.cli.ops;

import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.cli.output.Place;
import java.util.List;
import java.util.function.Function;

/// What [QueueCommand] has to know of a queue whose messages wait for a person.
///
/// @param place whose queue it is
/// @param verb what `retry` does with a message, as its question begins
/// @param described a message as lists show it
/// @param advice what is known of a message beside what lists say, and what the operator can do.
///     Holds no address
/// @param retry brings a message back to the function that handles it
/// @param discard ends a message that no retry can bring further; any other stays
/// @param reasons all that its messages can have; none where the queue itself is the reason
record WaitingQueue(
    Place place,
    SqsQueueBrowser browser,
    String verb,
    Function<BrowsedMessage, WaitingMessage> described,
    Function<BrowsedMessage, String> advice,
    Function<BrowsedMessage, RedriveOutcome> retry,
    Function<BrowsedMessage, RedriveOutcome> discard,
    List<String> reasons) {
  /// Of mail, which is never deleted without a trace in the ledger.
  WaitingQueue(
      Place place,
      SqsQueueBrowser browser,
      String verb,
      Function<BrowsedMessage, String> advice,
      Function<BrowsedMessage, RedriveOutcome> retry,
      List<String> reasons) {
    this(
        place,
        browser,
        verb,
        WaitingMessage::of,
        advice,
        retry,
        _ ->
            RedriveOutcome.stays(
                "mail is not deleted: retry it, which moves malformed mail to the rejected queue"),
        reasons);
  }

  /// How much of a queue a command looked at.
  ///
  /// @param seen how many messages
  /// @param total how many the queue held, as SQS approximates it
  /// @param partial whether a message may have been left out that is meant
  record Coverage(int seen, int total, boolean partial) {
    /// `2 of about 3`.
    String share() {
      return seen + " of about " + total;
    }

    String leftOut() {
      return share()
          + " in the queue were looked at; the others are in use, or left out: --all looks at all,"
          + " --limit at fewer.";
    }

    /// What an action did not look at; empty when it looked at all.
    String remainder() {
      return partial
          ? Math.max(0, total - seen)
              + " of about "
              + total
              + " in the queue were not looked at: they are in use, or --limit left them out."
              + " Repeat the command.\n"
          : "";
    }
  }
}
