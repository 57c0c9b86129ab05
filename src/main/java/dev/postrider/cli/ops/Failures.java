package dev.postrider.cli.ops;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// What the SDK's exceptions say, in a word.
final class Failures {
  private Failures() {}

  /// A failure in a sentence that holds nothing of a message: SDK exceptions by their code, which
  /// may quote what they were given; our own by what they say.
  static String sentence(RuntimeException e) {
    return e instanceof SdkException || e.getMessage() == null
        ? "it failed with " + code(e)
        : e.getMessage();
  }

  /// The service's error code; for a failure without an answer, the exception's name.
  static String code(RuntimeException e) {
    return e instanceof AwsServiceException service
            && service.awsErrorDetails() != null
            && service.awsErrorDetails().errorCode() != null
        ? service.awsErrorDetails().errorCode()
        : e.getClass().getSimpleName();
  }
}
