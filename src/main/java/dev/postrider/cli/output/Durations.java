package dev.postrider.cli.output;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations as people write them, `90s`, `5m`, `1h30m`, `2d`, and in ISO-8601, `PT1H`, `P2D`.
public final class Durations implements ITypeConverter<Duration> {
  private static final Pattern PARTS =
      Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,9})s)?");

  @Override
  public Duration convert(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    Matcher parts = PARTS.matcher(lower);
    if (!lower.isEmpty() && parts.matches()) {
      return Duration.ofDays(number(parts, 1))
          .plusHours(number(parts, 2))
          .plusMinutes(number(parts, 3))
          .plusSeconds(number(parts, 4));
    }
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "found \"" + text + "\", allowed is a duration such as 30s, 5m, 1h, 2d or PT1H");
    }
  }

  private static long number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }
}
