package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.function.Function;

/// A part of a stack's state that a service was asked for.
sealed interface PartReading<T> {
  /// The service answered.
  record Present<T>(@JsonUnwrapped T value) implements PartReading<T> {}

  /// The service refused, or did not answer.
  ///
  /// @param code the service's error code
  record Unread<T>(@JsonProperty("unread") String code) implements PartReading<T> {}

  default String text(Function<T, String> text) {
    return switch (this) {
      case Present<T>(T value) -> text.apply(value);
      case Unread<T>(String code) -> "could not be read: " + code;
    };
  }
}
