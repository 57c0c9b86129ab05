package dev.postrider.local.lambda;

import java.util.Collection;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// How often an event came back to one function, as the tracing header has it:
/// `Lineage=1:HASH:HOPS`. The SDK within the function hands the header on with what it sends, and
/// SQS keeps it with the message as `AWSTraceHeader`.
///
/// Source: "Use Lambda recursive loop detection to prevent infinite loops", Lambda developer guide.
/// What the guide leaves open, and what is done here, is in docs/stand-ins.md.
final class Lineage {
  /// Lambda stops the invocation that would come after this many.
  static final int MOST_INVOCATIONS = 16;

  private final String hash;
  private final Pattern entry;

  /// @param functionArn of the function that is counted
  Lineage(String functionArn) {
    this.hash = String.format(Locale.ROOT, "%08x", functionArn.hashCode());
    this.entry = Pattern.compile("[=|]1:" + hash + ":(\\d{1,6})(?![0-9])");
  }

  /// How many invocations of the function led to a message; 0 where none did.
  int invocations(Message message) {
    String header =
        message.attributes().getOrDefault(MessageSystemAttributeName.AWS_TRACE_HEADER, "");
    return entry
        .matcher(header)
        .results()
        .map((MatchResult found) -> Integer.parseInt(found.group(1)) + 1)
        .findFirst()
        .orElse(0);
  }

  /// The same of a batch: its highest count, which is that of all that it sends.
  int invocations(Collection<Message> batch) {
    return batch.stream().mapToInt(this::invocations).max().orElse(0);
  }

  /// The tracing header of the next invocation, of a trace of its own.
  ///
  /// @param invocations that led to it
  String header(int invocations) {
    String random = UUID.randomUUID().toString().replace("-", "");
    return "Root=1-%s-%s;Parent=%s;Sampled=0;Lineage=1:%s:%d"
        .formatted(
            random.substring(0, 8), random.substring(8), random.substring(16), hash, invocations);
  }
}
