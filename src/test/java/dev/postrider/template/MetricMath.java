package dev.postrider.template;

import java.util.Map;

/// As much of CloudWatch's metric math as the template uses: `+ - * /`, comparisons, `IF` and
/// `FILL`. What is missing is not a number.
final class MetricMath {
  private final Map<String, Double> metrics;
  private final Map<String, String> expressions;

  /// @param metrics by id; not a number where nothing was published
  /// @param expressions by id
  MetricMath(Map<String, Double> metrics, Map<String, String> expressions) {
    this.metrics = metrics;
    this.expressions = expressions;
  }

  /// The value of a metric or an expression.
  double value(String id) {
    Double metric = metrics.get(id);
    if (metric != null) {
      return metric;
    }
    String expression = expressions.get(id);
    if (expression == null) {
      throw new IllegalArgumentException("nothing is called " + id);
    }
    return new Reader(expression.replace(" ", "")).all();
  }

  /// Reads an expression from its front to its end.
  private final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    double all() {
      double value = comparison();
      if (at < text.length()) {
        throw new IllegalArgumentException(text + " was not understood from " + at);
      }
      return value;
    }

    private double comparison() {
      double left = sum();
      if (take(">=")) {
        return left >= sum() ? 1 : 0;
      }
      return take(">") ? (left > sum() ? 1 : 0) : left;
    }

    private double sum() {
      double value = product();
      while (true) {
        if (take("+")) {
          value += product();
        } else if (take("-")) {
          value -= product();
        } else {
          return value;
        }
      }
    }

    private double product() {
      double value = term();
      while (true) {
        if (take("*")) {
          value *= term();
        } else if (take("/")) {
          value /= term();
        } else {
          return value;
        }
      }
    }

    private double term() {
      if (take("IF(")) {
        double condition = argument(",");
        double then = argument(",");
        double otherwise = argument(")");
        return condition != 0 ? then : otherwise;
      }
      if (take("FILL(")) {
        double value = argument(",");
        double missing = argument(")");
        return Double.isNaN(value) ? missing : value;
      }
      return take("(") ? argument(")") : word();
    }

    private double argument(String end) {
      double value = comparison();
      if (!take(end)) {
        throw new IllegalArgumentException(text + " wants " + end + " at " + at);
      }
      return value;
    }

    private double word() {
      int start = at;
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || ".:_".indexOf(text.charAt(at)) >= 0)) {
        at++;
      }
      String word = text.substring(start, at);
      return word.matches("[0-9.]+") ? Double.parseDouble(word) : value(word);
    }

    private boolean take(String token) {
      boolean there = text.startsWith(token, at);
      at += there ? token.length() : 0;
      return there;
    }
  }
}
