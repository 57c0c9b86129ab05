package dev.postrider.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// How functions start; each JVM that was measured, by its kind.
///
/// @param minimal [MinimalHandler]
/// @param cold DispatchFunction without SnapStart
/// @param primed DispatchFunction as it is in SnapStart's snapshot
public record StartResult(List<Started> minimal, List<Started> cold, List<Started> primed) {
  public StartResult {
    minimal = List.copyOf(minimal);
    cold = List.copyOf(cold);
    primed = List.copyOf(primed);
  }

  /// One JVM.
  ///
  /// @param answerMillis from its start to its first answer
  /// @param firstMillis its first invocation
  /// @param warmMillis the median of those after it
  public record Started(double answerMillis, double firstMillis, double warmMillis) {}

  /// The median of a figure.
  public static double median(List<Started> jvms, ToDoubleFunction<Started> figure) {
    double[] sorted = jvms.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /// A cold start, as a multiple of the minimal handler's.
  public double coldOfMinimal() {
    return median(cold, Started::answerMillis) / median(minimal, Started::answerMillis);
  }

  /// The first invocation after priming, as a multiple of a warm one.
  public double firstOfWarm() {
    return median(primed, Started::firstMillis) / median(primed, Started::warmMillis);
  }

  /// For people.
  public String text() {
    return String.format(
        Locale.ROOT,
        """
        A JVM ON ONE PROCESSOR     TO FIRST ANSWER  FIRST INVOCATION  WARM
        %s%s%s
        cold start: %.2f of the minimal handler's
        first invocation after priming: %.2f of a warm one
        """,
        line("minimal handler", minimal),
        line("DispatchFunction, cold", cold),
        line("DispatchFunction, primed", primed),
        coldOfMinimal(),
        firstOfWarm());
  }

  private static String line(String kind, List<Started> jvms) {
    return String.format(
        Locale.ROOT,
        "%-25s  %-15s  %-16s  %s%n",
        kind,
        millis(median(jvms, Started::answerMillis)),
        millis(median(jvms, Started::firstMillis)),
        millis(median(jvms, Started::warmMillis)));
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, "%.0f ms", millis);
  }
}
