package dev.postrider.email;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What a check makes of a value: the value in the form that is kept, or what is wrong with it.
sealed interface Checked<T> {

  /// The value keeps the rule.
  record Good<T>(T value) implements Checked<T> {}

  /// The value breaks the rule.
  ///
  /// @param found a description, as in [Decoded.Problem]: no address and no text of a body
  /// @param allowed what is allowed there
  record Flaw<T>(String found, String allowed) implements Checked<T> {

    /// The same flaw of a value of another type.
    <U> Flaw<U> as() {
      return new Flaw<>(found, allowed);
    }
  }

  /// Itself when good, else what is made of the flaw.
  default Checked<T> orElse(UnaryOperator<Flaw<T>> other) {
    return switch (this) {
      case Good<T> good -> good;
      case Flaw<T> flaw -> other.apply(flaw);
    };
  }

  /// The next check on what this one made; the first flaw stays.
  default <U> Checked<U> then(Function<T, Checked<U>> next) {
    return switch (this) {
      case Good<T>(T value) -> next.apply(value);
      case Flaw<T> flaw -> flaw.as();
    };
  }
}
