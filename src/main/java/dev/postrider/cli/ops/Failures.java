package dev.postrider.cli.ops;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What the SDK's exceptions say, in a word.
final class Failures {
  private Failures() {}

  /// The service's error code; for a failure without an answer, the exception's name.
  static String code(RuntimeException e) {
    return e instanceof AwsServiceException service
            && service.awsErrorDetails() != null
            && service.awsErrorDetails().errorCode() != null
        ? service.awsErrorDetails().errorCode()
        : e.getClass().getSimpleName();
  }
}
