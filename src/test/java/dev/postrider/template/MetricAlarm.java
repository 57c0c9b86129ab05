package dev.postrider.template;

import static dev.postrider.template.Template.list;
import static dev.postrider.template.Template.map;
import static dev.postrider.template.Template.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    // Missing data is not a number, and a comparison with it false: it does not breach.
    return value(values) > threshold();
  }

  private double threshold() {
    return properties.get("Threshold") instanceof Map<?, ?> reference
        ? parameter(text(map(reference), "Ref"))
        : Double.parseDouble(text(properties, "Threshold"));
  }

  private static double parameter(String parameter) {
    return Double.parseDouble(
        text(map(map(TEMPLATE.root().get("Parameters")).get(parameter)), "Default"));
  }

  private double value(Function<Metric, List<Double>> values) {
    if (properties.containsKey("MetricName")) {
      return statistic(text(properties, "Statistic"), values.apply(metric(properties)));
    }
    Map<String, Double> known = new HashMap<>();
    Map<String, String> expressions = new HashMap<>();
    String answer = "";
    for (Object each : list(properties.get("Metrics"))) {
      Map<String, Object> part = map(each);
      String id = text(part, "Id");
      if (part.get("MetricStat") instanceof Map<?, ?> stat) {
        known.put(
            id,
            statistic(text(map(stat), "Stat"), values.apply(metric(map(map(stat).get("Metric"))))));
      } else {
        expressions.put(id, expression(part.get("Expression")));
      }
      if (!Boolean.FALSE.equals(part.get("ReturnData"))) {
        answer = id;
      }
    }
    return new MetricMath(known, expressions).value(answer);
  }

  private static Metric metric(Map<String, Object> metric) {
    return new Metric(
        text(metric, "Namespace"), text(metric, "MetricName"), text(metric, "Dimensions"));
  }

  private static String expression(@org.jspecify.annotations.Nullable Object expression) {
    String text =
        expression instanceof Map<?, ?> sub
            ? text(map(sub), "Fn::Sub")
            : String.valueOf(expression);
    return VARIABLE
        .matcher(text)
        .replaceAll((MatchResult m) -> Double.toString(parameter(m.group(1))));
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
