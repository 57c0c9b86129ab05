package dev.postrider.cli.ops;

import dev.postrider.cli.output.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which of the messages that wait a command is about.
final class MessageSelection {
  /// A person reads lists.
  private static final int LISTED = 1_000;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Messages by their id, or by SQS's message id.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--all", description = "All messages that match the other filters.")
  private boolean all;

  @Option(
      names = "--reason",
      paramLabel = "CODE",
      description =
          "MALFORMED, ID_REUSED, SES_REFUSED, MISCONFIGURED;"
              + " of dead events MALFORMED, FAILED, UNDELIVERED.")
  private @Nullable String reason;

  @Option(names = "--stream", paramLabel = "NAME", description = "Only those of this stream.")
  private @Nullable String stream;

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      description = "Only those that have waited longer: 1h, 2d.")
  private @Nullable Duration olderThan;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Look at N at most (1000; all with --all or ID).")
  private @Nullable Integer limit;

  /// Why a queue cannot be asked so; empty when it can.
  ///
  /// @param reasons all that its messages can have
  Optional<String> problem(List<String> reasons) {
    if (reason == null || reasons.stream().anyMatch(reason::equalsIgnoreCase)) {
      return Optional.empty();
    }
    return Optional.of(
        "--reason: found \""
            + reason
            + (reasons.isEmpty()
                ? "\"; the messages of this queue have no reason of their own."
                : "\", allowed is " + String.join(", ", reasons) + "."));
  }

  /// The stream that was asked for and that no message has; empty when one has it.
  Optional<String> unknownStream(Set<String> streams) {
    return Optional.ofNullable(stream).filter(name -> !streams.contains(name));
  }

  /// Whether it was said which messages are meant, by ids or filters.
  boolean isNarrow() {
    return !ids.isEmpty() || reason != null || stream != null || olderThan != null;
  }

  /// How many messages are looked at.
  int limit() {
    int otherwise = isExplicit() ? Integer.MAX_VALUE : LISTED;
    return limit == null ? otherwise : limit;
  }

  /// Whether nothing more can be meant than what was found: all were named by SQS's id, which one
  /// message alone has. Of one id several copies may lie in a queue, each with other entries.
  boolean isSettledBy(Collection<WaitingMessage> found) {
    return !ids.isEmpty()
        && ids.stream().allMatch(id -> found.stream().anyMatch(w -> w.messageId().equals(id)));
  }

  /// Whether it was said which messages are meant: ids, or --all.
  boolean isExplicit() {
    return all || !ids.isEmpty();
  }

  /// The question that is asked before something is done.
  ///
  /// @param verb what is done, as in `Release`
  /// @param inQueue how many messages the queue holds, as SQS approximates it
  String question(String verb, int inQueue) {
    String about = "about " + Words.counted(inQueue, "message");
    if (!ids.isEmpty()) {
      return verb + " " + String.join(", ", ids);
    }
    return reason == null && stream == null && olderThan == null
        ? verb + " all of " + about
        : verb + " what the filters choose of " + about;
  }

  boolean test(WaitingMessage waiting, Instant now) {
    return (ids.isEmpty() || ids.contains(waiting.id()) || ids.contains(waiting.messageId()))
        && (reason == null || reason.equalsIgnoreCase(waiting.reason()))
        && (stream == null || stream.equals(waiting.stream()))
        && (olderThan == null || waiting.age(now).compareTo(olderThan) > 0);
  }

  /// The ids that were asked for and are not among these.
  List<String> missing(Collection<WaitingMessage> found) {
    return ids.stream()
        .filter(id -> found.stream().noneMatch(w -> w.id().equals(id) || w.messageId().equals(id)))
        .toList();
  }
}
