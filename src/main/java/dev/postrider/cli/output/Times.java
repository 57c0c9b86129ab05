package dev.postrider.cli.output;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.TypeConversionException;

/// Times for people.
public final class Times {
  private Times() {}

  /// `3 d 4 h`, `5 min 10 s`, `8 s`: the two largest units.
  public static String span(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds >= 86_400) {
      return seconds / 86_400 + " d " + seconds % 86_400 / 3_600 + " h";
    }
    if (seconds >= 3_600) {
      return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }
    return seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds + " s";
  }

  /// Reads a time that a person gave as an option.
  ///
  /// @throws TypeConversionException with an example, when it is not one
  public static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "found \"" + text + "\", allowed is a time such as 2027-01-01T00:00:00Z");
    }
  }

  /// Whole seconds in UTC.
  public static String at(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
