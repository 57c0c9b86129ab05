package dev.postrider.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PausedTenantsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void aTenantRestsAndThenItsMailIsTriedAgain() {
    PausedTenants paused = PausedTenants.NONE.with("acme", NOW);

    assertThat(paused.holds("acme", NOW.plus(PausedTenants.REST).minusMillis(1))).isTrue();
    assertThat(paused.holds("acme", NOW.plus(PausedTenants.REST))).isFalse();
    assertThat(paused.holds("other", NOW)).isFalse();
    assertThat(paused.resting(NOW)).isEqualTo(paused);
    assertThat(paused.resting(NOW.plus(PausedTenants.REST))).isEqualTo(PausedTenants.NONE);
    assertThat(paused.without("acme")).isEqualTo(PausedTenants.NONE);
    assertThat(paused.without("other")).isSameAs(paused);
  }

  @Test
  void whatManyInstancesAreToldWithinHalfAMinuteIsOneChange() {
    PausedTenants paused = PausedTenants.NONE.with("acme", NOW);

    assertThat(paused.with("acme", NOW.plusSeconds(29))).isSameAs(paused);
    assertThat(paused.with("acme", NOW.plusSeconds(60)).until())
        .containsEntry("acme", NOW.plusSeconds(60).plus(PausedTenants.REST));
  }

  @Test
  void aFullSetTakesInNobodyUntilARestIsOver() {
    PausedTenants full = PausedTenants.NONE;
    for (int i : IntStream.range(0, PausedTenants.MOST).toArray()) {
      full = full.with("t" + i, NOW.plusSeconds(i));
    }

    assertThat(full.with("more", NOW.plusSeconds(60))).isSameAs(full);
    assertThat(full.with("t3", NOW.plusSeconds(60)).holds("t3", NOW.plusSeconds(350))).isTrue();
    assertThat(full.with("more", NOW.plus(PausedTenants.REST)).until())
        .hasSize(PausedTenants.MOST)
        .containsKey("more")
        .doesNotContainKey("t0");
  }
}
