package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

class CallsUntilTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void aCallIsBoundedByTheTimeThatIsLeft() {
    assertThat(bound(Duration.ofMillis(300))).contains(Duration.ofMillis(300));
    assertThat(bound(Duration.ofMillis(1))).contains(Duration.ofMillis(1));
  }

  @Test
  void aCallWithMoreTimeKeepsTheClientsBound() {
    assertThat(bound(AwsClients.CALL)).isEmpty();
    assertThat(new CallsUntil(Instant.MAX, InstantSource.fixed(NOW)).bound()).isEmpty();
  }

  @Test
  void aCallThatTheSdkWouldNotBoundDoesNotBegin() {
    assertThatThrownBy(() -> bound(Duration.ofNanos(999_999)))
        .isInstanceOf(ApiCallTimeoutException.class);
    assertThatThrownBy(() -> bound(Duration.ZERO)).isInstanceOf(ApiCallTimeoutException.class);
    assertThatThrownBy(() -> bound(Duration.ofSeconds(-1)))
        .isInstanceOf(ApiCallTimeoutException.class);
  }

  private static Optional<Duration> bound(Duration left) {
    return new CallsUntil(NOW.plus(left), InstantSource.fixed(NOW))
        .bound()
        .flatMap(AwsRequestOverrideConfiguration::apiCallTimeout);
  }
}
