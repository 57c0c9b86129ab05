package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What becomes larger or slower with what the stack has done and knows.
public record GrowthResult(List<AtSize> figures, List<CountCheck> checks) implements PartResult {
  /// What differs by less is noise.
  static final double GROWS = 1.5;

  public GrowthResult {
    figures = List.copyOf(figures);
    checks = List.copyOf(checks);
  }

  /// A figure at a size.
  ///
  /// @param of what there is more and more of
  /// @param what was measured, with its unit
  public record AtSize(String of, int size, String what, double value) {
    private String series() {
      return what + ", by " + of;
    }
  }

  /// What grew, by the factor between its smallest and its largest size.
  @JsonProperty
  public Map<String, Double> growing() {
    Map<String, Double> growing = new LinkedHashMap<>();
    series()
        .forEach(
            (name, values) -> {
              double factor = values.getLast().value() / values.getFirst().value();
              if (factor > GROWS) {
                growing.put(name, factor);
              }
            });
    return growing;
  }

  private Map<String, List<AtSize>> series() {
    return figures.stream()
        .collect(Collectors.groupingBy(AtSize::series, LinkedHashMap::new, Collectors.toList()));
  }

  @Override
  @JsonIgnore
  public List<BenchTable> tables() {
    Map<String, Double> growing = growing();
    List<List<String>> rows = new ArrayList<>();
    series()
        .forEach(
            (name, values) ->
                rows.add(
                    List.of(
                        values.getFirst().of(),
                        values.getFirst().what(),
                        values.stream()
                            .map(one -> Millis.format("%,d", one.size()))
                            .collect(Collectors.joining(" / ")),
                        values.stream()
                            .map(one -> Millis.format("%.2f", one.value()))
                            .collect(Collectors.joining(" / ")),
                        growing.containsKey(name)
                            ? "grows, %s times".formatted(Millis.ratio(growing.get(name)))
                            : "stays")));
    return List.of(
        new BenchTable(
            "At 1, 10 and 100 times the size. What is more than "
                + GROWS
                + " times as much at the end grows.",
            List.of("more", "figure", "sizes", "values", "verdict"),
            rows));
  }
}
