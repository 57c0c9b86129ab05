package dev.postrider.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The promises in a world with faults. `./postrider simulate` runs more of it.
class SimulationTest {
  private static final int SEEDS = 500;
  private static final int MESSAGES = 300;
  private static final int SEEDS_FOR_A_BUG = 150;

  @Test
  void noSeedBreaksAPromise() {
    List<String> broken = new ArrayList<>();
    Figures figures = Figures.NONE;
    // Each seed is a world of its own: two cores run two at a time.
    for (RunReport report :
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(seed -> Simulation.run(seed, MESSAGES, Replacements.NONE))
            .toList()) {
      figures = figures.plus(report.figures());
      if (!report.kept()) {
        broken.add(report.explanation());
      }
    }
    assertThat(broken).isEmpty();
    assertThat(figures.lost()).isZero();
    assertThat(figures.peakShare()).isLessThanOrEqualTo(1);
    assertThat(figures.measured()).isEqualTo(SEEDS / 10);
    assertThat(figures.usedShare()).isGreaterThan(0.95);
    theWeatherWasRough(figures);
  }

  @Test
  void aBacklogAtAThousandASecondUsesTheRateToo() {
    RunReport report = Simulation.backlog(1, 12_000, 1_000);

    assertThat(report.violations()).isEmpty();
    assertThat(report.figures().usedShare()).isGreaterThan(0.95);
  }

  /// What Lambda would take for a loop, did the template not allow it.
  @Test
  void underALongBacklogAMessageComesBackMoreThanSixteenTimes() {
    Figures figures = Simulation.backlog(1, 2_000, 1).figures();

    assertThat(figures.loops()).isGreaterThan(100);
    assertThat(figures.hops()).containsKeys("ALL", "PACE");
  }

  /// Weather that does no harm would prove nothing.
  private static void theWeatherWasRough(Figures figures) {
    assertThat(figures.killed()).isPositive();
    assertThat(figures.deferred()).isPositive();
    assertThat(figures.rejectedCopies()).isPositive();
    assertThat(figures.heldCopies()).isPositive();
    assertThat(figures.duplicated()).isPositive();
    assertThat(figures.states())
        .containsKeys("SENT", "SUPPRESSED", "EXPIRED", "REJECTED", "HELD", "CANCELLED");
  }

  @Test
  void aSeedIsTheSameWorldEveryTime() {
    RunReport once = Simulation.run(7, MESSAGES, Replacements.NONE);

    assertThat(Simulation.run(7, MESSAGES, Replacements.NONE)).isEqualTo(once);
    assertThat(Simulation.run(8, MESSAGES, Replacements.NONE).traceHash())
        .isNotEqualTo(once.traceHash());
  }

  /// Sets and maps of the JDK are ordered differently in each JVM; nothing may depend on it.
  @Test
  void aSeedIsTheSameWorldInEveryJvm() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OneRun.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String hash = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(other.waitFor()).isZero();
    assertThat(hash).isEqualTo(OneRun.hash());
  }

  /// Prints a trace's hash.
  static final class OneRun {
    public static void main(String[] args) {
      System.out.print(hash());
    }

    static String hash() {
      return Long.toHexString(Simulation.run(7, MESSAGES, Replacements.NONE).traceHash());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedBugIsCaught(PlantedBug bug) {
    RunReport report = firstBroken(bug);

    assertThat(report.violations()).extracting(Violation::promise).contains(bug.promise());
  }

  @Test
  void aBrokenRunNamesItsSeedAndShowsItsTrace() {
    RunReport report = firstBroken(PlantedBug.RETRY_ON_TIME_OUT);

    assertThat(report.explanation())
        .startsWith("seed " + report.seed() + ", 300 messages, trace ")
        .contains("promise 2, ", "SES accepted it twice", "OFFERED", "SES_ANSWERED")
        .endsWith("again: ./postrider simulate --seed " + report.seed() + " --messages 300\n");
  }

  /// A bug may break other promises on the way; the one that it is about must show.
  private static RunReport firstBroken(PlantedBug bug) {
    for (long seed = 1; seed <= SEEDS_FOR_A_BUG; seed++) {
      RunReport report = Simulation.run(seed, MESSAGES, bug);
      if (report.violations().stream().anyMatch(one -> one.promise() == bug.promise())) {
        return report;
      }
    }
    throw new AssertionError("no seed shows " + bug);
  }
}
