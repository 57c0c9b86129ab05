package dev.postrider.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Judges a claim: of a unit that nobody has claimed, and of one that was sent.
@State(Scope.Benchmark)
public class ClaimBenchmark {
  private final Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private final ClaimRequest request =
      new ClaimRequest(
          "order-1",
          "fingerprint",
          "transactional",
          "token",
          now,
          now.plusSeconds(60),
          ClaimRequest.OnUnknown.RESEND);
  private final Optional<Entry> sent =
      Optional.of(
          new Entry(
              "order-1",
              dev.postrider.ledger.State.SENT,
              "fingerprint",
              null,
              null,
              1,
              0,
              "ses-1",
              now.minusSeconds(60),
              Set.of(),
              Map.of()));

  @Benchmark
  public Claim newUnit() {
    return ClaimProtocol.claim(request, Duration.ofMinutes(2))
        .finish(write -> write.written().apply(Optional.empty()));
  }

  @Benchmark
  public Claim sentBefore() {
    return ClaimProtocol.claim(request, Duration.ofMinutes(2))
        .finish(write -> write.refused().apply(sent));
  }
}
