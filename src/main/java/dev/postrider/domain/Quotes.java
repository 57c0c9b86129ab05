package dev.postrider.domain;

import dev.postrider.domain.text.Text;

/// Quotes that are part of a TXT record's text.
final class Quotes {
  private Quotes() {}

  /// Without quotes, straight or typographic, and backslashes.
  static String removed(String value) {
    return value.replaceAll("[\"'\\\\\u201c\u201d\u2018\u2019]", "").strip();
  }

  /// The failure of a value that would be right without them.
  static Finding failure(Expectation expected, String value) {
    return expected.failure(
        Text.of("quotes inside the value: %s", value),
        Text.of(
            "Enter the value at %s without quotes of your own: %s",
            expected.subject(), removed(value)));
  }
}
