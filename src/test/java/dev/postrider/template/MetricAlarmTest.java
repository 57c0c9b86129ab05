package dev.postrider.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.postrider.template.MetricAlarm.Metric;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricAlarmTest {
  /// SQS and Lambda write both metrics of these at the same time, or neither.
  private static final Set<String> ALWAYS_TOGETHER =
      Set.of(
          "account-watch-errors",
          "bulk-age",
          "dispatch-errors",
          "dmarc-report-errors",
          "feedback-errors",
          "mail-age",
          "mail-slow");

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
  void mail_that_is_deferred_again_and_again_is_late_in_seconds_by_its_own_lanes_goal() {
    assertThat(isOn("mail-deferred", Map.of("MailDeferredAge", List.of(20.0, 899_000.0))))
        .isFalse();
    assertThat(isOn("mail-deferred", Map.of("MailDeferredAge", List.of(20.0, 901_000.0)))).isTrue();
    assertThat(isOn("mail-deferred", Map.of("BulkDeferredAge", List.of(90_000_000.0)))).isFalse();
    assertThat(isOn("bulk-deferred", Map.of("BulkDeferredAge", List.of(901_000.0)))).isFalse();
    assertThat(isOn("bulk-deferred", Map.of("BulkDeferredAge", List.of(90_000_000.0)))).isTrue();
    assertThat(isOn("mail-deferred", Map.of())).isFalse();
  }

  @Test
  void mail_is_slow_by_its_share_and_only_where_there_is_enough_of_it() {
    Function<List<Double>, Boolean> slow =
        of ->
            isOn(
                "mail-slow",
                Map.of("MailSlow", List.of(of.get(0)), "MailTimed", List.of(of.get(1))));

    assertThat(slow.apply(List.of(1.0, 20.0))).isFalse();
    assertThat(slow.apply(List.of(2.0, 20.0))).isTrue();
    assertThat(slow.apply(List.of(19.0, 19.0))).isFalse();
  }

  static List<String> ofSeveralMetrics() {
    return MetricAlarm.all().stream()
        .filter(alarm -> MetricAlarm.named(alarm).metrics().size() > 1)
        .toList();
  }

  static List<String> ofDynamoDb() {
    return MetricAlarm.all().stream()
        .filter(
            alarm ->
                MetricAlarm.named(alarm).metrics().stream()
                    .anyMatch(m -> m.namespace().equals("AWS/DynamoDB")))
        .toList();
  }

  /// CloudWatch makes nothing of an expression that fills a series without any data.
  @ParameterizedTest
  @MethodSource("ofSeveralMetrics")
  void a_metric_sets_its_alarm_off_though_the_others_were_never_written(String name) {
    MetricAlarm alarm = MetricAlarm.named(name);
    if (ALWAYS_TOGETHER.contains(name)) {
      assertThat(alarm.breaches(List.of(_ -> List.of(10_000_000.0)))).isTrue();
      return;
    }
    assertThat(alarm.metrics())
        .filteredOn(metric -> !metric.name().equals("Sent"))
        .allMatch(
            metric ->
                alarm.breaches(
                    List.of(m -> m.equals(metric) ? List.of(1_000.0) : List.<Double>of())));
  }

  /// CloudWatch keeps an alarm on DynamoDB's metrics as it is while data is missing, whatever
  /// TreatMissingData says; and DynamoDB writes most of them only when there is something to count.
  @ParameterizedTest
  @MethodSource("ofDynamoDb")
  void an_alarm_on_dynamodb_ends_without_new_data(String name) {
    MetricAlarm alarm = MetricAlarm.named(name);
    for (Metric failing : alarm.metrics()) {
      Function<Metric, List<Double>> during =
          m -> m.equals(failing) ? List.of(1_000.0) : List.<Double>of();
      assertThat(alarm.breaches(List.of(during))).isTrue();
      assertThat(alarm.value(List.of(during, _ -> List.of()))).isZero();
    }
  }

  @Test
  void fill_makes_nothing_of_a_series_without_data() {
    double[] never = {Double.NaN, Double.NaN};
    double[] once = {5, Double.NaN};
    MetricMath math =
        new MetricMath(
            Map.of("never", never, "once", once),
            Map.of(
                "filled", "FILL(once, 0)",
                "nothing", "FILL(never, 0)",
                "poisoned", "FILL(once, 0) + FILL(never, 0)",
                "sum", "FILL(SUM([once, never]), 0)"));

    assertThat(math.series("filled")).containsExactly(5, 0);
    assertThat(math.series("nothing")).containsExactly(never);
    assertThat(math.series("poisoned")).containsExactly(never);
    assertThat(math.series("sum")).containsExactly(5, 0);
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
