package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How functions start; each JVM that was measured, by its kind.
///
/// @param minimal [MinimalHandler]
/// @param cold DispatchFunction without SnapStart
/// @param primed DispatchFunction as it is in SnapStart's snapshot
public record StartResult(List<Started> minimal, List<Started> cold, List<Started> primed)
    implements PartResult {
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
  @JsonProperty
  public double coldOfMinimal() {
    return median(cold, Started::answerMillis) / median(minimal, Started::answerMillis);
  }

  /// The first invocation after priming, as a multiple of a warm one.
  @JsonProperty
  public double firstOfWarm() {
    return median(primed, Started::firstMillis) / median(primed, Started::warmMillis);
  }

  @Override
  @JsonIgnore
  public List<BenchTable> tables() {
    return List.of(
        new BenchTable(
            "How a function starts, on one processor, the median of each. The first invocation"
                + " after priming takes "
                + Millis.ratio(firstOfWarm())
                + " of a warm one.",
            List.of(
                "function", "of the minimal start", "to first answer", "first invocation", "warm"),
            List.of(
                row("minimal handler", minimal),
                row("DispatchFunction, cold", cold),
                row("DispatchFunction, primed", primed))));
  }

  private List<String> row(String kind, List<Started> jvms) {
    double answer = median(jvms, Started::answerMillis);
    return List.of(
        kind,
        Millis.ratio(answer / median(minimal, Started::answerMillis)),
        Millis.text(answer),
        Millis.text(median(jvms, Started::firstMillis)),
        Millis.text(median(jvms, Started::warmMillis)));
  }
}
