package dev.postrider.domain;

/// Something that SES knows, as far as it could be learned.
public sealed interface Fact<T> {

  /// SES said so.
  record Known<T>(T value) implements Fact<T> {}

  /// SES was asked and has no such thing.
  record Absent<T>() implements Fact<T> {}

  /// SES could not be asked; says nothing about the thing.
  ///
  /// @param why in words, without credentials
  record Unavailable<T>(String why) implements Fact<T> {}
}
