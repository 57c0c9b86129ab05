package dev.postrider.aws;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The environment variables that the template sets. Every error names the variable.
record Variables(Map<String, String> values) {

  String required(String name) {
    String value = set(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }

  int integer(String name, int otherwise, int lowest, int highest) {
    String value = set(name);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= lowest && number <= highest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same message as a number out of range.
    }
    throw refused(name, value, "a whole number from " + lowest + " to " + highest);
  }

  Duration positiveDuration(String name, Duration otherwise) {
    String value = set(name);
    if (value == null) {
      return otherwise;
    }
    try {
      Duration duration = Duration.parse(value);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Falls through to the same message as a duration that is not positive.
    }
    throw refused(name, value, "a positive ISO-8601 duration such as P7D or PT2M");
  }

  private @Nullable String set(String name) {
    String value = values.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static IllegalArgumentException refused(String name, String value, String allowed) {
    return new IllegalArgumentException(name + " is \"" + value + "\": allowed is " + allowed);
  }
}
