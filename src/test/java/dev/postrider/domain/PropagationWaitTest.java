package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PropagationWaitTest {
  private static final Text NOTHING = Text.verbatim("");

  private static final Duration EVERY = Duration.ofSeconds(30);

  private Instant now = Instant.parse("2026-11-01T00:00:00Z");
  private final List<PropagationWait.Progress> progress = new ArrayList<>();

  @Test
  void itEndsWithTheFirstCheckThatHolds() throws InterruptedException {
    DomainCheck.Report last =
        run(Duration.ofHours(1), Verdict.FAILURE, Verdict.UNCHECKED, Verdict.WARNING);

    assertThat(last.findings().verdict()).isEqualTo(Verdict.WARNING);
    assertThat(progress)
        .extracting(PropagationWait.Progress::elapsed)
        .containsExactly(Duration.ZERO, EVERY);
  }

  @Test
  void itEndsWithTheLastReportWhenTheTimeIsOver() throws InterruptedException {
    DomainCheck.Report last =
        run(Duration.ofSeconds(60), Verdict.FAILURE, Verdict.FAILURE, Verdict.FAILURE);

    assertThat(last.findings().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(progress).hasSize(2);
    assertThat(now).isEqualTo(Instant.parse("2026-11-01T00:01:00Z"));
  }

  @Test
  void itEndsWhereWaitingChangesNothing() throws InterruptedException {
    DomainCheck.Report settled =
        new DomainCheck.Report(report(Verdict.FAILURE).findings(), Optional.empty(), true);

    DomainCheck.Report last =
        new PropagationWait(() -> now, time -> now = now.plus(time), EVERY, Duration.ofHours(1))
            .run(() -> settled, progress::add);

    assertThat(last).isSameAs(settled);
    assertThat(progress).isEmpty();
  }

  private DomainCheck.Report run(Duration atMost, Verdict... verdicts) throws InterruptedException {
    Deque<Verdict> queue = new ArrayDeque<>(List.of(verdicts));
    return new PropagationWait(() -> now, time -> now = now.plus(time), EVERY, atMost)
        .run(() -> report(queue.remove()), progress::add);
  }

  private static DomainCheck.Report report(Verdict verdict) {
    return new DomainCheck.Report(
        new Findings(List.of(new Finding(Point.DMARC, "x", verdict, NOTHING, NOTHING, NOTHING))),
        Optional.empty());
  }
}
