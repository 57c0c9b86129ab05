package dev.postrider.domain;

import dev.postrider.domain.dns.DnsName;
import java.util.List;
import java.util.function.Predicate;

/// The TXT values of one name: those that are of a kind, and those that were meant to be.
///
/// @param right of the kind, verbatim
/// @param quoted those that would be of the kind without the quotes that are part of their text
record TextRecords(List<String> right, List<String> quoted) {

  static TextRecords sort(List<String> values, Predicate<String> isIt) {
    return new TextRecords(
        values.stream().filter(isIt).toList(),
        values.stream().filter(isIt.negate()).filter(v -> isIt.test(unquoted(v))).toList());
  }

  /// Without quotes, straight or typographic, and backslashes.
  static String unquoted(String value) {
    return value.replaceAll("[\"'\\\\\u201c\u201d\u2018\u2019]", "").strip();
  }

  /// What to do about quotes inside quotes.
  static String unquote(DnsName name, String value) {
    return "Enter the value at " + name + " without quotes of your own: " + unquoted(value);
  }
}
