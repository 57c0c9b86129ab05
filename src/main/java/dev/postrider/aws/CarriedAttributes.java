package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import dev.postrider.dispatch.EntryRanges;
import dev.postrider.dispatch.Received.Carried;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The SQS message attributes of copies; public names (docs/decisions/0002).
final class CarriedAttributes {
  static final String ID = "postrider-id";
  static final String ATTEMPT = "postrider-attempt";

  /// When the producer enqueued the message, in epoch milliseconds.
  static final String FIRST_SEEN = "postrider-first-seen";

  static final String ENTRIES = "postrider-entries";
  static final String REASON = "postrider-reason";
  static final String PROBLEMS = "postrider-problems";

  private static final int LONGEST_PROBLEMS = 2_000;

  private CarriedAttributes() {}

  /// Reads what a copy carries. Attributes that no copy of ours would hold count as none: a
  /// producer has set them, and the ledger makes it harmless.
  static Carried read(Map<String, MessageAttribute> attributes) {
    try {
      return new Carried(
          text(attributes, ID),
          text(attributes, ATTEMPT).map(Integer::parseInt).orElse(0),
          text(attributes, FIRST_SEEN).map(Long::parseLong).map(Instant::ofEpochMilli),
          text(attributes, ENTRIES).map(EntryRanges::new).orElse(EntryRanges.ALL));
    } catch (IllegalArgumentException e) {
      return Carried.NOTHING;
    }
  }

  static String shortened(String detail) {
    return detail.length() <= LONGEST_PROBLEMS
        ? detail
        : detail.substring(0, LONGEST_PROBLEMS - 1) + "…";
  }

  private static Optional<String> text(Map<String, MessageAttribute> attributes, String name) {
    return Optional.ofNullable(attributes.get(name)).map(MessageAttribute::getStringValue);
  }
}
