package dev.postrider.verify;

import java.util.function.BiFunction;
import java.util.function.Function;

/// One line of the report about a stack.
///
/// @param point what was checked; its names are public: they stand in `--json`
/// @param subject which part of the stack was looked at
public record StackFinding(String point, String subject, StackVerdict verdict) {

  /// Judges an answer. What is not there is a failure, what could not be asked is not known.
  public static <T> StackFinding of(
      String point, String subject, AwsAnswer<T> answer, Function<T, StackVerdict> check) {
    return new StackFinding(
        point,
        subject,
        switch (answer) {
          case AwsAnswer.Given<T>(T value) -> check.apply(value);
          case AwsAnswer.Absent<T> _ ->
              new StackVerdict.Failed(
                  "it is not there",
                  "Find in CloudTrail who deleted it, and bring it back as template.yaml has it");
          case AwsAnswer.Unserved<T>(String why) -> new StackVerdict.CannotTell(why, false);
          case AwsAnswer.Refused<T>(String operation, String code) ->
              new StackVerdict.CannotTell(operation + ": " + code, true);
        });
  }

  /// Judges two answers together; the first that was not given decides.
  public static <A, B> StackFinding of(
      String point,
      String subject,
      AwsAnswer<A> first,
      AwsAnswer<B> second,
      BiFunction<A, B, StackVerdict> check) {
    return of(
        point,
        subject,
        first.then(a -> second.then(b -> new AwsAnswer.Given<>(check.apply(a, b)))),
        Function.identity());
  }
}
