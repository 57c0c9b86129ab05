package dev.postrider.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/// Bounds calls by an instant, where the client's own time-out would be later.
record CallsUntil(Instant until, InstantSource clock) {
  /// The shortest time-out of a call: what is below, the SDK takes for none at all.
  static final Duration SHORTEST = Duration.ofMillis(1);

  /// For a function whose time-out is bound enough, and for the command.
  static final CallsUntil UNBOUNDED = new CallsUntil(Instant.MAX, InstantSource.system());

  /// What a call that begins now is to be configured with; empty where the client's time-out comes
  /// first.
  ///
  /// @throws ApiCallTimeoutException when the time is over, so that the call is not to begin
  Optional<AwsRequestOverrideConfiguration> bound() {
    Duration left = Duration.between(clock.instant(), until);
    if (left.compareTo(SHORTEST) < 0) {
      throw ApiCallTimeoutException.builder().message("no time was left for the call").build();
    }
    return left.compareTo(AwsClients.CALL) < 0
        ? Optional.of(AwsRequestOverrideConfiguration.builder().apiCallTimeout(left).build())
        : Optional.empty();
  }
}
