package dev.postrider.verify;

import java.util.function.Function;

/// What became of a question to AWS, or to the embedded stack.
public sealed interface AwsAnswer<T> {

  /// The service answered.
  record Given<T>(T value) implements AwsAnswer<T> {}

  /// The service has no such thing.
  record Absent<T>() implements AwsAnswer<T> {}

  /// Nobody here can be asked this, today and tomorrow: the embedded stack has no such service, or
  /// the Region no such operation.
  ///
  /// @param why in words
  record Unserved<T>(String why) implements AwsAnswer<T> {}

  /// The service refused, or did not answer; says nothing about the thing.
  ///
  /// @param operation the API's name for the question
  /// @param code the service's error code
  record Refused<T>(String operation, String code) implements AwsAnswer<T> {}

  /// The answer to a question that needs this answer; where this one was not given, that is the
  /// answer.
  default <R> AwsAnswer<R> then(Function<T, AwsAnswer<R>> next) {
    return switch (this) {
      case Given<T>(T value) -> next.apply(value);
      case Absent<T> _ -> new Absent<>();
      case Unserved<T>(String why) -> new Unserved<>(why);
      case Refused<T>(String operation, String code) -> new Refused<>(operation, code);
    };
  }
}
