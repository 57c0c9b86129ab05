package dev.postrider.aws;

import java.util.Objects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// What may be told of an SDK exception: its code, never its message, which can hold an address.
final class AwsErrors {
  private AwsErrors() {}

  /// The service's error code, or the exception's name when no service answered.
  static String code(SdkException e) {
    return e instanceof AwsServiceException service && service.awsErrorDetails() != null
        ? Objects.requireNonNullElse(service.awsErrorDetails().errorCode(), "NoErrorCode")
        : e.getClass().getSimpleName();
  }
}
