package dev.postrider.local.lambda;

import java.util.Locale;
import java.util.Optional;

/// What Lambda does with an event that came back to the same function too often.
public enum RecursiveLoop {
  /// It is not delivered; Lambda's default.
  TERMINATE,
  /// It is delivered.
  ALLOW;

  /// Reads the property of that name.
  ///
  /// @param property what a template says of a function; empty where it leaves it to Lambda
  public static RecursiveLoop of(Optional<String> property) {
    return property.map(text -> valueOf(text.toUpperCase(Locale.ROOT))).orElse(TERMINATE);
  }
}
