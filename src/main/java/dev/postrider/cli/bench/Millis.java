package dev.postrider.cli.bench;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Collection;
import java.util.Locale;

/// Samples in milliseconds, and how figures are written.
final class Millis {
  private Millis() {}

  static double median(Collection<Double> samples) {
    return percentile(samples, 0.5);
  }

  /// The nearest rank; 0 of no sample.
  ///
  /// @param share 0 to 1
  static double percentile(Collection<Double> samples, double share) {
    double[] sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int rank = (int) Math.ceil(share * sorted.length) - 1;
    return sorted.length == 0 ? 0 : sorted[Math.clamp(rank, 0, sorted.length - 1)];
  }

  static double ofNanos(double nanos) {
    return nanos / 1e6;
  }

  static String text(double millis) {
    return format("%.1f ms", millis);
  }

  static String ratio(double ratio) {
    return format("%.2f", ratio);
  }

  static String percent(double share) {
    return format("%.1f %%", share * 100);
  }

  @FormatMethod
  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
