package dev.postrider.template;

import static dev.postrider.template.Template.list;
import static dev.postrider.template.Template.map;
import static dev.postrider.template.Template.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// An alarm of the template that reads metrics, with the parameters' defaults, and whether given
/// values of one period would set it off. It knows alarms that one breaching period sets off; those
/// that want several are not judged here.
public final class MetricAlarm {
  private static final Template TEMPLATE = Template.read();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  private final String name;
  private final Map<String, Object> properties;

  private MetricAlarm(String name, Map<String, Object> properties) {
    this.name = name;
    this.properties = properties;
  }

  /// A metric that an alarm reads.
  ///
  /// @param dimensions as the template has them
  public record Metric(String namespace, String name, String dimensions) {}

  /// An alarm by the end of its name, which is the name without the stack's.
  public static MetricAlarm named(String name) {
    return TEMPLATE.idsOf("AWS::CloudWatch::Alarm").stream()
        .map(TEMPLATE::properties)
        .filter(p -> text(map(p.get("AlarmName")), "Fn::Sub").equals("${AWS::StackName}-" + name))
        .map(p -> new MetricAlarm(name, p))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no alarm measures " + name));
  }

  /// The names of all alarms that read metrics.
  public static List<String> all() {
    return TEMPLATE.idsOf("AWS::CloudWatch::Alarm").stream()
        .map(id -> text(map(TEMPLATE.properties(id).get("AlarmName")), "Fn::Sub"))
        .map(full -> full.substring("${AWS::StackName}-".length()))
        .sorted()
        .toList();
  }

  /// Whether the values of one period would set it off.
  ///
  /// @param values of a metric in that period; empty where nothing was published
  public boolean isOn(Function<Metric, List<Double>> values) {
    String wanted =
        properties.containsKey("DatapointsToAlarm") ? "DatapointsToAlarm" : "EvaluationPeriods";
    if (Template.number(properties, wanted) != 1) {
      throw new IllegalStateException(name + " wants more than one breaching period");
    }
    if (!"GreaterThanThreshold".equals(properties.get("ComparisonOperator"))) {
      throw new IllegalStateException(name + " compares in another way");
    }
    return breaches(List.of(values));
  }

  /// Whether the last of these periods breaches the threshold. Missing data is not a number, and a
  /// comparison with it false: it does not breach.
  boolean breaches(List<Function<Metric, List<Double>>> periods) {
    return value(periods) > threshold();
  }

  /// What the alarm measures in the last of these periods; not a number where data is missing.
  double value(List<Function<Metric, List<Double>>> periods) {
    double[] series = series(periods);
    return series[series.length - 1];
  }

  /// The metrics that it reads.
  List<Metric> metrics() {
    return properties.containsKey("MetricName")
        ? List.of(metric(properties))
        : list(properties.get("Metrics")).stream()
            .map(part -> map(map(part).get("MetricStat")))
            .filter(stat -> !stat.isEmpty())
            .map(stat -> metric(map(stat.get("Metric"))))
            .toList();
  }

  private double threshold() {
    return TEMPLATE.number(Objects.requireNonNull(properties.get("Threshold")));
  }

  private double[] series(List<Function<Metric, List<Double>>> periods) {
    if (properties.containsKey("MetricName")) {
      return statistics(text(properties, "Statistic"), metric(properties), periods);
    }
    Map<String, double[]> known = new HashMap<>();
    Map<String, String> expressions = new HashMap<>();
    String answer = "";
    for (Object each : list(properties.get("Metrics"))) {
      Map<String, Object> part = map(each);
      String id = text(part, "Id");
      if (part.get("MetricStat") instanceof Map<?, ?> stat) {
        known.put(
            id, statistics(text(map(stat), "Stat"), metric(map(map(stat).get("Metric"))), periods));
      } else {
        expressions.put(id, expression(part.get("Expression")));
      }
      if (!Boolean.FALSE.equals(part.get("ReturnData"))) {
        answer = id;
      }
    }
    return new MetricMath(known, expressions).series(answer);
  }

  private static double[] statistics(
      String statistic, Metric metric, List<Function<Metric, List<Double>>> periods) {
    return periods.stream()
        .mapToDouble(values -> statistic(statistic, values.apply(metric)))
        .toArray();
  }

  private static Metric metric(Map<String, Object> metric) {
    return new Metric(
        text(metric, "Namespace"), text(metric, "MetricName"), text(metric, "Dimensions"));
  }

  private static String expression(@org.jspecify.annotations.Nullable Object expression) {
    if (expression instanceof Map<?, ?> function
        && function.get("Fn::Sub") instanceof List<?> sub) {
      Map<String, Object> values = map(sub.getLast());
      return VARIABLE
          .matcher(String.valueOf(sub.getFirst()))
          .replaceAll(
              (MatchResult m) ->
                  Double.toString(TEMPLATE.number(Objects.requireNonNull(values.get(m.group(1))))));
    }
    return String.valueOf(expression);
  }

  private static double statistic(String statistic, List<Double> values) {
    var numbers = values.stream().mapToDouble(Double::doubleValue);
    return values.isEmpty()
        ? Double.NaN
        : switch (statistic) {
          case "Sum" -> numbers.sum();
          case "Maximum" -> numbers.max().orElse(Double.NaN);
          default -> throw new IllegalStateException("no " + statistic + " is known here");
        };
  }
}
