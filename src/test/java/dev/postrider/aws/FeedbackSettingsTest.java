package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.suppression.SuppressionPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedbackSettingsTest {
  private static final Map<String, String> TEMPLATE =
      Map.of(
          "POSTRIDER_STACK", "test",
          "POSTRIDER_LOG_LEVEL", "INFO",
          "POSTRIDER_STATUS_RECIPIENTS", "HASH",
          "POSTRIDER_ROUTINE_STATUS_EVENTS", "true",
          "POSTRIDER_LEDGER_TABLE", "ledger",
          "POSTRIDER_SUPPRESSION_TABLE", "suppressions",
          "POSTRIDER_SOFT_BOUNCE_COUNT", "4",
          "POSTRIDER_SOFT_BOUNCE_WINDOW", "P3D",
          "POSTRIDER_SOFT_BOUNCE_SUPPRESSION", "P5D");

  @Test
  void theTemplatesVariablesAreTheSettings() {
    Environment variables = new Environment(TEMPLATE);

    assertThat(variables.text("POSTRIDER_LEDGER_TABLE")).isEqualTo("ledger");
    assertThat(variables.text("POSTRIDER_SUPPRESSION_TABLE")).isEqualTo("suppressions");
    assertThat(variables.suppressionPolicy())
        .isEqualTo(new SuppressionPolicy(4, Duration.ofDays(3), Duration.ofDays(5)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POSTRIDER_LEDGER_TABLE | '' |"
            + " POSTRIDER_LEDGER_TABLE: found nothing, allowed is a value",
        "POSTRIDER_SUPPRESSION_TABLE | '' |"
            + " POSTRIDER_SUPPRESSION_TABLE: found nothing, allowed is a value",
        "POSTRIDER_ROUTINE_STATUS_EVENTS | yes |"
            + " POSTRIDER_ROUTINE_STATUS_EVENTS: found \"yes\", allowed is true or false",
        "POSTRIDER_SOFT_BOUNCE_COUNT | 0 |"
            + " POSTRIDER_SOFT_BOUNCE_COUNT: found \"0\", allowed is a whole number of at least 1",
        "POSTRIDER_SOFT_BOUNCE_COUNT | 21 |"
            + " POSTRIDER_SOFT_BOUNCE_…: soft bounce count 21: allowed is 1 to 20",
        "POSTRIDER_SOFT_BOUNCE_WINDOW | PT0S |"
            + " POSTRIDER_SOFT_BOUNCE_…: soft bounce window PT0S: must be positive"
      })
  void aBrokenVariableIsNamed(String name, String value, String message) {
    Map<String, String> environment = new HashMap<>(TEMPLATE);
    environment.put(name, value);

    try (SdkProperties _ = new SdkProperties()) {
      assertThatThrownBy(
              () -> new FeedbackFunction(new Environment(environment), Clock.systemUTC()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
    }
  }
}
