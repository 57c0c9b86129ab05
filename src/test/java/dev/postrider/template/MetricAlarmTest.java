package dev.postrider.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricAlarmTest {
  private static boolean isOn(String alarm, Map<String, List<Double>> values) {
    return MetricAlarm.named(alarm).isOn(m -> values.getOrDefault(m.name(), List.of()));
  }

  @Test
  void a_sum_is_held_against_the_parameters_default() {
    assertThat(isOn("outcomes-unknown", Map.of("Unknown", List.of(4.0, 6.0)))).isFalse();
    assertThat(isOn("outcomes-unknown", Map.of("Unknown", List.of(4.0, 7.0)))).isTrue();
    assertThat(isOn("outcomes-unknown", Map.of())).isFalse();
  }

  @Test
  void one_period_of_several_is_enough_where_the_template_says_so() {
    assertThat(isOn("breaker-open", Map.of("BreakerOpen", List.of(0.0, 1.0)))).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> isOn("domain-unread", Map.of("DomainUnread", List.of(1.0))))
        .withMessage("domain-unread wants more than one breaching period");
  }

  @Test
  void mail_that_is_parked_again_and_again_is_late_in_seconds_by_its_own_lanes_goal() {
    assertThat(isOn("mail-parked", Map.of("MailParkedAge", List.of(20.0, 899_000.0)))).isFalse();
    assertThat(isOn("mail-parked", Map.of("MailParkedAge", List.of(20.0, 901_000.0)))).isTrue();
    assertThat(isOn("mail-parked", Map.of("BulkParkedAge", List.of(90_000_000.0)))).isFalse();
    assertThat(isOn("bulk-parked", Map.of("BulkParkedAge", List.of(901_000.0)))).isFalse();
    assertThat(isOn("bulk-parked", Map.of("BulkParkedAge", List.of(90_000_000.0)))).isTrue();
    assertThat(isOn("mail-parked", Map.of())).isFalse();
  }

  @Test
  void a_share_is_computed_as_the_template_says() {
    Map<String, List<Double>> few = Map.of("Malformed", List.of(4.0, 0.0), "Sent", List.of(1.0));
    Map<String, List<Double>> many =
        Map.of("Malformed", List.of(4.0), "Rejected", List.of(2.0), "Sent", List.of(50.0, 50.0));
    Map<String, List<Double>> drowned = Map.of("Malformed", List.of(5.0), "Sent", List.of(1_000.0));

    assertThat(isOn("rejected-mail", few)).isFalse();
    assertThat(isOn("rejected-mail", many)).isTrue();
    assertThat(isOn("rejected-mail", drowned)).isFalse();
    assertThat(isOn("rejected-mail", Map.of("Malformed", List.of(5.0)))).isTrue();
  }
}
