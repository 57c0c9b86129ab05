package dev.postrider.cli.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/// How much is measured, and where.
///
/// @param target Maven's output directory, after `mvn package`
/// @param quick less of everything
/// @param progress is told what runs
public record BenchScale(Path target, boolean quick, Consumer<String> progress) {
  /// One number of a quick run, another of a whole one.
  int of(int inQuick, int inWhole) {
    return quick ? inQuick : inWhole;
  }

  void tell(String what) {
    progress.accept(what);
  }
}
