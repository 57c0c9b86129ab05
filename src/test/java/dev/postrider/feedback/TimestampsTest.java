package dev.postrider.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T00:00:01.204Z, 2026-11-24T00:00:01.204Z",
    "2026-11-24T00:00:01Z, 2026-11-24T00:00:01Z",
    "2018-10-08T14:05:45 +0000, 2018-10-08T14:05:45Z",
    "2018-10-08T14:05:45 +0200, 2018-10-08T12:05:45Z",
    "2018-10-08T14:05:45+02:00, 2018-10-08T12:05:45Z",
    "2018-10-08T14:05:45-07, 2018-10-08T21:05:45Z",
    "2018-10-08T14:05:45, 2018-10-08T14:05:45Z",
    "' 2018-10-08T14:05Z ', 2018-10-08T14:05:00Z"
  })
  void aTimestampInAnyOfSesFormsIsUnderstood(String text, Instant expected) {
    assertThat(Timestamps.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-11-24", "2026-13-01T00:00:00Z", "1795521600"})
  void anythingElseIsNoTimestamp(String text) {
    assertThat(Timestamps.parse(text)).isEmpty();
  }
}
