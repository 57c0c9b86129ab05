package dev.postrider.aws;

import dev.postrider.suppression.SuppressionPolicy;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Reads the environment variables that the template sets. Every error names the variable, what was
/// found and what is allowed; a function with a broken configuration does not start.
final class Environment {
  private final Map<String, String> environment;

  Environment(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// A text that must be there.
  String text(String name) {
    return optional(name)
        .orElseThrow(
            () -> new IllegalArgumentException(name + ": found nothing, allowed is a value"));
  }

  /// A text that may be missing or empty.
  Optional<String> optional(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /// A comma-separated list.
  Set<String> names(String name) {
    return Arrays.stream(optional(name).orElse("").split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// An ISO-8601 duration such as `PT2M`.
  Duration duration(String name) {
    return read(name, "an ISO-8601 duration such as PT2M", Duration::parse, _ -> true);
  }

  /// A whole number of at least 1.
  int count(String name) {
    return read(name, "a whole number of at least 1", Integer::parseInt, value -> value >= 1);
  }

  /// A share above 0 and at most 1.
  double share(String name) {
    return read(
        name,
        "a number above 0 and at most 1",
        Double::parseDouble,
        value -> value > 0 && value <= 1);
  }

  /// One of a few constants, by its name.
  <E extends Enum<E>> E choice(String name, Class<E> allowed) {
    return read(
        name,
        "one of " + List.of(allowed.getEnumConstants()),
        text -> Enum.valueOf(allowed, text),
        _ -> true);
  }

  /// `true` or `false`.
  boolean flag(String name) {
    return read(name, "true or false", text -> text, List.of("true", "false")::contains)
        .equals("true");
  }

  /// When soft bounces suppress.
  SuppressionPolicy suppressionPolicy() {
    int count = count("POSTRIDER_SOFT_BOUNCE_COUNT");
    Duration window = duration("POSTRIDER_SOFT_BOUNCE_WINDOW");
    Duration suppression = duration("POSTRIDER_SOFT_BOUNCE_SUPPRESSION");
    try {
      return new SuppressionPolicy(count, window, suppression);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("POSTRIDER_SOFT_BOUNCE_…: " + e.getMessage(), e);
    }
  }

  private <T> T read(String name, String allowed, Function<String, T> parse, Predicate<T> allows) {
    String text = text(name);
    try {
      T value = parse.apply(text);
      if (allows.test(value)) {
        return value;
      }
    } catch (IllegalArgumentException | DateTimeParseException e) {
      // Says less than what follows.
    }
    throw new IllegalArgumentException(name + ": found \"" + text + "\", allowed is " + allowed);
  }
}
