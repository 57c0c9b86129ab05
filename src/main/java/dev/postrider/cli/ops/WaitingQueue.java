package dev.postrider.cli.ops;

import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;

/// What [QueueCommand] has to know of a queue whose messages wait for a person.
interface WaitingQueue {

  SqsQueueBrowser browser();

  /// What `retry` does with a message, as its question begins.
  default String verb() {
    return "Send";
  }

  /// What is known of a message beside what lists say, and what the operator can do. Holds no
  /// address.
  String advice(BrowsedMessage message);

  /// Brings a message back to the function that handles it.
  RedriveOutcome retry(BrowsedMessage message);
}
