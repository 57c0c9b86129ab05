package dev.postrider.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/// Bounds calls by an instant, where the client's own time-out would be later.
record CallsUntil(Instant until, InstantSource clock) {

  /// What a call that begins now is to be configured with; empty where the client's time-out comes
  /// first.
  ///
  /// @throws ApiCallTimeoutException when the time is over, so that the call is not to begin
  Optional<AwsRequestOverrideConfiguration> bound() {
    Duration left = Duration.between(clock.instant(), until);
    if (!left.isPositive()) {
      throw ApiCallTimeoutException.builder().message("no time was left for the call").build();
    }
    return left.compareTo(AwsClients.CALL) < 0
        ? Optional.of(AwsRequestOverrideConfiguration.builder().apiCallTimeout(left).build())
        : Optional.empty();
  }
}
