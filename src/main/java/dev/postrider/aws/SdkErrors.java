package dev.postrider.aws;

import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/// What the SDK's exceptions say, without their messages: those may hold request data.
public final class SdkErrors {
  private SdkErrors() {}

  /// The service's error code; for a failure without an answer, the exception's name.
  public static String code(RuntimeException e) {
    if (e instanceof AwsServiceException service
        && service.awsErrorDetails() != null
        && service.awsErrorDetails().errorCode() != null) {
      return service.awsErrorDetails().errorCode();
    }
    return e.getClass().getSimpleName();
  }

  /// Code, status and request id, as far as there are any.
  static String describe(RuntimeException e) {
    return e instanceof SdkServiceException service
        ? code(e) + " (status " + service.statusCode() + ", request " + service.requestId() + ")"
        : code(e);
  }

  /// Makes a call of DynamoDB. Where it fails the SDK's exception stays behind, and the other one
  /// says what [#describe] does.
  static <T> T translated(
      String operation, Supplier<T> call, Function<String, RuntimeException> failure) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw failure.apply("DynamoDB " + operation + " failed: " + describe(e));
    }
  }

  /// Whether the same read may well succeed a little later.
  static boolean mayPass(RuntimeException e) {
    return switch (e) {
      case SdkServiceException service ->
          service.isThrottlingException() || service.statusCode() >= 500;
      case AbortedException _ -> false;
      case SdkClientException _ -> true;
      default -> false;
    };
  }
}
