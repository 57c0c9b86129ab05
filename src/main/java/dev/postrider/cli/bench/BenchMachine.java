package dev.postrider.cli.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Where something was measured.
///
/// @param processor as Linux names it; empty where it does not
/// @param processors that the JVM sees
/// @param load the system's load average when the run began: above 0.5, others were at work
public record BenchMachine(
    String processor, int processors, String system, String jdk, double load) {

  /// This machine, now.
  public static BenchMachine here() {
    return new BenchMachine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vendor") + " JDK " + Runtime.version(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  String text() {
    return "%d processors%s, %s, %s, load average %s at the start"
        .formatted(
            processors,
            processor.isEmpty() ? "" : " (" + processor + ")",
            system,
            jdk,
            Millis.format("%.1f", load));
  }
}
