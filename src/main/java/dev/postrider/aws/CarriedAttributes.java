package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import dev.postrider.dispatch.Received.Carried;
import dev.postrider.email.EntryRanges;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// The SQS message attributes of copies; public names (docs/decisions/0002).
final class CarriedAttributes {
  static final String ID = "postrider-id";
  static final String ATTEMPT = "postrider-attempt";

  /// When the producer enqueued the message, in epoch milliseconds.
  static final String FIRST_SEEN = "postrider-first-seen";

  /// Since when its units wait for something that is set up wrongly, in epoch milliseconds; only on
  /// copies of such units.
  static final String MISCONFIGURED_SINCE = "postrider-misconfigured-since";

  static final String ENTRIES = "postrider-entries";
  static final String REASON = "postrider-reason";
  static final String PROBLEMS = "postrider-problems";

  private static final int LONGEST_PROBLEMS = 2_000;

  /// What an id of ours looks like: of a message, or SQS's own.
  private static final Pattern IDS = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private static final Pattern ATTEMPTS = Pattern.compile("\\d{1,19}");

  /// Waits grow no longer long before it.
  private static final int MOST_ATTEMPTS = 999_999;

  /// Until the year 2286.
  private static final Pattern EPOCH_MILLIS = Pattern.compile("\\d{1,13}");

  private CarriedAttributes() {}

  /// Reads what a copy carries. Each copy of ours has an id, an attempt and a first-seen time: a
  /// set that lacks one, or holds what no copy of ours would, is a producer's and counts as none
  /// (docs/decisions/0081).
  static Carried read(Map<String, MessageAttribute> attributes) {
    return read(name -> text(attributes, name));
  }

  /// The same from any source of attributes.
  ///
  /// @param texts an attribute's text by its name
  static Carried read(Function<String, Optional<String>> texts) {
    try {
      return new Carried(
          Optional.of(matching(IDS, texts.apply(ID))),
          attempt(matching(ATTEMPTS, texts.apply(ATTEMPT))),
          Optional.of(instant(texts.apply(FIRST_SEEN))),
          texts.apply(ENTRIES).map(EntryRanges::new).orElse(EntryRanges.ALL),
          texts.apply(MISCONFIGURED_SINCE).map(text -> instant(Optional.of(text))));
    } catch (IllegalArgumentException e) {
      return Carried.NOTHING;
    }
  }

  /// However far a count went, its copy keeps its id and its entries.
  private static int attempt(String digits) {
    return digits.length() > 6 ? MOST_ATTEMPTS : Integer.parseInt(digits);
  }

  private static Instant instant(Optional<String> attribute) {
    return Instant.ofEpochMilli(Long.parseLong(matching(EPOCH_MILLIS, attribute)));
  }

  private static String matching(Pattern form, Optional<String> attribute) {
    String text = attribute.orElse("");
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "found a text of " + text.length() + " characters, allowed is " + form);
    }
    return text;
  }

  static String shortened(String detail) {
    if (detail.length() <= LONGEST_PROBLEMS) {
      return detail;
    }
    int end = LONGEST_PROBLEMS - 1;
    return detail.substring(0, Character.isHighSurrogate(detail.charAt(end - 1)) ? end - 1 : end)
        + "…";
  }

  private static Optional<String> text(Map<String, MessageAttribute> attributes, String name) {
    return Optional.ofNullable(attributes.get(name)).map(MessageAttribute::getStringValue);
  }
}
