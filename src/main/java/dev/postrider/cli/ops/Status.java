package dev.postrider.cli.ops;

import dev.postrider.account.Account;
import dev.postrider.aws.SqsShelf.Depth;
import dev.postrider.pace.PaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A stack's state at one moment.
///
/// @param queues in the order of a message's way
/// @param ages of each queue's oldest message, by the queue's name; what has no age is missing
/// @param mailEventSource Lambda's word, such as Enabled
/// @param alarms names of those in alarm
record Status(
    String stack,
    Instant at,
    List<Queue> queues,
    Part<Map<String, Duration>> ages,
    Part<PaceState> pace,
    Part<String> mailEventSource,
    Part<String> bulkEventSource,
    Part<Account> account,
    Part<Identity> identity,
    Part<List<String>> alarms) {

  /// Something that was asked for.
  sealed interface Part<T> {

    /// The answer.
    record Known<T>(T value) implements Part<T> {}

    /// No answer.
    ///
    /// @param code the service's error code
    record Unread<T>(String code) implements Part<T> {}
  }

  /// One queue.
  record Queue(String name, Part<Depth> depth) {}

  /// What SES says of the sending domain.
  ///
  /// @param dkim SUCCESS, PENDING and the like
  /// @param mailFrom the same; empty where no MAIL FROM domain is set
  record Identity(String name, boolean verified, String dkim, String mailFrom) {}

  /// Whether every part was read.
  boolean isComplete() {
    return Stream.concat(
            queues.stream().map(Queue::depth),
            Stream.of(ages, pace, mailEventSource, bulkEventSource, account, identity, alarms))
        .noneMatch(Part.Unread.class::isInstance);
  }
}
