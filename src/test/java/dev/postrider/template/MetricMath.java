package dev.postrider.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/// As much of CloudWatch's metric math as the template uses: `+ - * /`, comparisons, `IF`, `FILL`
/// and `SUM([…])`. A series has a value for each period; what is missing is not a number, and what
/// is computed from it is missing too. Two functions differ:
///
///   - `FILL` fills the gaps of a series that has data. It makes nothing of a series without any.
///   - `SUM` adds the series that have a value in the period.
final class MetricMath {
  private final Map<String, double[]> metrics;
  private final Map<String, String> expressions;
  private final int periods;

  /// @param metrics by id, of the same number of periods; not a number where nothing was published
  /// @param expressions by id
  MetricMath(Map<String, double[]> metrics, Map<String, String> expressions) {
    this.metrics = metrics;
    this.expressions = expressions;
    this.periods = metrics.values().iterator().next().length;
  }

  /// The series of a metric or an expression.
  double[] series(String id) {
    double[] metric = metrics.get(id);
    if (metric != null) {
      return metric;
    }
    String expression = expressions.get(id);
    if (expression == null) {
      throw new IllegalArgumentException("nothing is called " + id);
    }
    return new Reader(expression.replace(" ", "")).all();
  }

  private double[] each(double[] left, double[] right, DoubleBinaryOperator operator) {
    return IntStream.range(0, periods)
        .mapToDouble(
            n ->
                Double.isNaN(left[n]) || Double.isNaN(right[n])
                    ? Double.NaN
                    : operator.applyAsDouble(left[n], right[n]))
        .toArray();
  }

  private double[] chosen(double[] condition, double[] then, double[] otherwise) {
    return IntStream.range(0, periods)
        .mapToDouble(
            n ->
                Double.isNaN(condition[n])
                    ? Double.NaN
                    : condition[n] != 0 ? then[n] : otherwise[n])
        .toArray();
  }

  private double[] filled(double[] series, double[] filling) {
    if (Arrays.stream(series).allMatch(Double::isNaN)) {
      return series;
    }
    return IntStream.range(0, periods)
        .mapToDouble(n -> Double.isNaN(series[n]) ? filling[n] : series[n])
        .toArray();
  }

  private double[] sum(List<double[]> all) {
    return IntStream.range(0, periods)
        .mapToDouble(
            n ->
                all.stream()
                    .map(series -> series[n])
                    .filter(value -> !Double.isNaN(value))
                    .reduce(Double::sum)
                    .orElse(Double.NaN))
        .toArray();
  }

  /// Reads an expression from its front to its end.
  private final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    double[] all() {
      double[] value = comparison();
      if (at < text.length()) {
        throw new IllegalArgumentException(text + " was not understood from " + at);
      }
      return value;
    }

    private double[] comparison() {
      double[] left = sums();
      if (take(">=")) {
        return each(left, sums(), (a, b) -> a >= b ? 1 : 0);
      }
      return take(">") ? each(left, sums(), (a, b) -> a > b ? 1 : 0) : left;
    }

    private double[] sums() {
      double[] value = product();
      while (true) {
        if (take("+")) {
          value = each(value, product(), Double::sum);
        } else if (take("-")) {
          value = each(value, product(), (a, b) -> a - b);
        } else {
          return value;
        }
      }
    }

    private double[] product() {
      double[] value = term();
      while (true) {
        if (take("*")) {
          value = each(value, term(), (a, b) -> a * b);
        } else if (take("/")) {
          value = each(value, term(), (a, b) -> a / b);
        } else {
          return value;
        }
      }
    }

    private double[] term() {
      if (take("IF(")) {
        return chosen(argument(","), argument(","), argument(")"));
      }
      if (take("FILL(")) {
        return filled(argument(","), argument(")"));
      }
      if (take("SUM([")) {
        return sum(list());
      }
      return take("(") ? argument(")") : word();
    }

    private List<double[]> list() {
      List<double[]> all = new ArrayList<>();
      do {
        all.add(comparison());
      } while (take(","));
      if (!take("])")) {
        throw new IllegalArgumentException(text + " wants ]) at " + at);
      }
      return all;
    }

    private double[] argument(String end) {
      double[] value = comparison();
      if (!take(end)) {
        throw new IllegalArgumentException(text + " wants " + end + " at " + at);
      }
      return value;
    }

    private double[] word() {
      int start = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || ".:_".indexOf(text.charAt(at)) >= 0)) {
        at++;
      }
      String word = text.substring(start, at);
      if (!word.matches("[0-9.]+")) {
        return series(word);
      }
      double[] constant = new double[periods];
      Arrays.fill(constant, Double.parseDouble(word));
      return constant;
    }

    private boolean take(String token) {
      boolean there = text.startsWith(token, at);
      at += there ? token.length() : 0;
      return there;
    }
  }
}
