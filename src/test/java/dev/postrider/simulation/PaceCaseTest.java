package dev.postrider.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.contract.ForwardingPacer;
import dev.postrider.pace.CallCounts;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.SlotAnswers;
import dev.postrider.simulation.PaceReport.PaceFigure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The use of the rate while SES throttles, in short. `./postrider simulate pace` runs more of
/// it.
final class PaceCaseTest {
  private static PaceReport run(String name, double rate, int seconds, Replacements parts) {
    return Simulation.pace(1, PaceCase.named(name).orElseThrow().at(rate, seconds), parts);
  }

  @ParameterizedTest
  @CsvSource({
    "calm, 40, 60",
    "stray-1, 40, 60",
    "stray-5, 40, 90",
    "stray-10, 40, 120",
    "neighbour, 40, 120",
    "overload, 20, 180",
    "lower-rate, 40, 100",
    "one-instance, 100, 120",
    "bulk-14, 14, 300",
    "bulk-14-stray-5, 14, 600",
    "bulk-14-stray-10, 14, 600",
    "bulk-14-neighbour, 14, 300",
    "bulk-14-overload, 14, 240",
    "bulk-14-lower-rate, 14, 180",
    "bulk-100, 100, 120",
    "bulk-100-neighbour, 100, 300",
    "500-a-second, 500, 4",
  })
  void everyGoalIsReached(String name, double rate, int seconds) {
    PaceReport report = run(name, rate, seconds, Replacements.NONE);

    assertThat(report.broken()).isEmpty();
    assertThat(report.figures()).isNotEmpty().allMatch(PaceFigure::reached);
    assertThat(report.busiestSecond()).isLessThanOrEqualTo(1);
  }

  /// The law before this one: each throttle halves the rate.
  @Test
  void aPaceThatHalvesAtEachThrottleIsCaught() {
    Replacements halving =
        new Replacements() {
          @Override
          public Pacer pacer(Pacer real) {
            return new HalvingPacer(real);
          }
        };

    PaceReport report = run("stray-5", 40, 90, halving);

    assertThat(report.reached()).isFalse();
    assertThat(report.figures().getFirst().value()).isLessThan(0.5);
  }

  /// A pace that never learns offers a neighbour's share too.
  @Test
  void aPaceThatHearsNoThrottleIsCaught() {
    Replacements deaf =
        new Replacements() {
          @Override
          public Pacer pacer(Pacer real) {
            return new HearingNothing(real);
          }
        };

    assertThat(run("neighbour", 40, 60, deaf).figures())
        .filteredOn(figure -> !figure.reached())
        .extracting(PaceFigure::name)
        .containsExactly("throttled");
    assertThat(run("overload", 20, 180, deaf).figures())
        .filteredOn(figure -> !figure.reached())
        .extracting(PaceFigure::name)
        .contains("calls made, of those needed");
  }

  @Test
  void aCaseIsTheSameEveryTime() {
    assertThat(run("bulk-14-stray-5", 14, 60, Replacements.NONE))
        .isEqualTo(run("bulk-14-stray-5", 14, 60, Replacements.NONE));
  }

  private record HalvingPacer(Pacer real) implements ForwardingPacer {
    @Override
    public void answered(SlotAnswers answers) {
      if (answers.calls().throttled() > 0) {
        real.answered(new SlotAnswers(answers.ratePerSecond(), new CallCounts(125, 100)));
      }
    }
  }

  private record HearingNothing(Pacer real) implements ForwardingPacer {
    @Override
    public void answered(SlotAnswers answers) {
      // It forgets them.
    }
  }
}
