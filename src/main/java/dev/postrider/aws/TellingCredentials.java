package dev.postrider.aws;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Credentials whose absence can be told from every other failure of a call: without them a request
/// cannot be signed, and none was sent. The providers' own exceptions do not tell.
record TellingCredentials(AwsCredentialsProvider inner) implements AwsCredentialsProvider {

  /// What the SDK's exception has for a cause.
  static final class NoCredentials extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoCredentials(RuntimeException cause) {
      super(cause);
    }
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return inner.resolveCredentials();
    } catch (RuntimeException e) {
      throw SdkClientException.create("no credentials", new NoCredentials(e));
    }
  }
}
