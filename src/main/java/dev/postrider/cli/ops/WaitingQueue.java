package dev.postrider.cli.ops;

import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import java.util.function.Function;

/// What [QueueCommand] has to know of a queue whose messages wait for a person.
///
/// @param verb what `retry` does with a message, as its question begins
/// @param advice what is known of a message beside what lists say, and what the operator can do.
///     Holds no address
/// @param retry brings a message back to the function that handles it
record WaitingQueue(
    SqsQueueBrowser browser,
    String verb,
    Function<BrowsedMessage, String> advice,
    Function<BrowsedMessage, RedriveOutcome> retry) {}
