package dev.postrider.cli.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Has Maven compile and run the benchmarks of `src/jmh/java`, which are in no package.
final class PureBench {
  private final BenchScale scale;

  PureBench(BenchScale scale) {
    this.scale = scale;
  }

  PureResult run() {
    scale.tell("pure: JMH, by Maven's profile jmh");
    Path report = scale.target().resolve("jmh.json");
    try {
      var _ = Files.deleteIfExists(report);
      ProcessBuilder maven =
          new ProcessBuilder(
                  List.of(
                      "mvn",
                      "-B",
                      "-q",
                      "-Pjmh",
                      "-Djmh.java=" + Path.of(System.getProperty("java.home"), "bin", "java"),
                      "-Djmh.forks=" + scale.of(1, 2),
                      "-Djmh.iterations=" + scale.of(2, 5),
                      "process-classes"))
              .directory(scale.target().resolveSibling(".").toFile())
              .redirectOutput(scale.target().resolve("jmh.log").toFile())
              .redirectErrorStream(true);
      int exit = maven.start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("Maven ended with " + exit + "; see target/jmh.log");
      }
      return PureResult.of(JsonMapper.builder().build().readTree(report.toFile()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException("JMH's report cannot be read", e);
    }
  }
}
