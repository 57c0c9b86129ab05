package dev.postrider.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Repeats a check until it holds or the time is over, as records spread through the DNS.
///
/// @param every between two checks
/// @param atMost from the first check to the last
public record PropagationWait(InstantSource clock, Pause pause, Duration every, Duration atMost) {

  /// Lets time pass; tests move a clock instead.
  @FunctionalInterface
  public interface Pause {
    /// Returns after the time, or throws when the wait is called off.
    void pause(Duration time) throws InterruptedException;
  }

  /// One check that did not hold yet.
  ///
  /// @param elapsed since the first check
  public record Progress(int checks, Duration elapsed, DomainCheck.Report report) {}

  /// The last report: the first without failures and unchecked points, the first that waiting
  /// cannot change, or the one at the end of the time.
  ///
  /// @param progress is told of every check that does not hold yet
  public DomainCheck.Report run(Supplier<DomainCheck.Report> check, Consumer<Progress> progress)
      throws InterruptedException {
    Instant start = clock.instant();
    for (int checks = 1; ; checks++) {
      DomainCheck.Report report = check.get();
      Duration elapsed = Duration.between(start, clock.instant());
      if (report.findings().verdict().works()
          || report.settled()
          || elapsed.plus(every).compareTo(atMost) > 0) {
        return report;
      }
      progress.accept(new Progress(checks, elapsed, report));
      pause.pause(every);
    }
  }
}
