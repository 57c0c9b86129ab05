package dev.postrider.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/// What one part of the benchmark measured.
public interface PartResult {
  /// For people; built from the figures alone.
  @JsonIgnore
  List<BenchTable> tables();

  /// What was counted beside the figures.
  @JsonIgnore
  default List<CountCheck> checks() {
    return List.of();
  }
}
