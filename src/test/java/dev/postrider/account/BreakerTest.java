package dev.postrider.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final double HEADROOM = 0.9;
  private static final Account WELL = new Account(50_000, 100, 10, true, "HEALTHY");
  private static final PaceState FLOWS = new PaceState(7, 90, 90, NOW, 3, null, null);

  private static PaceState open(String reason, Duration ago) {
    return Gcra.breakerOpened(FLOWS, reason, NOW.minus(ago));
  }

  private static PaceState next(PaceState state, Account account) {
    return Breaker.next(state, account, HEADROOM, NOW);
  }

  private static Account used(double share) {
    return new Account(50_000, 100, 50_000 * share, true, "HEALTHY");
  }

  @Test
  void aWellAccountChangesNothingAndWritesNothing() {
    assertThat(next(FLOWS, WELL)).isSameAs(FLOWS);
  }

  @Test
  void theCeilingIsTheAccountsRateLessTheHeadroom() {
    Account faster = new Account(50_000, 200, 10, true, "HEALTHY");

    PaceState after = next(FLOWS, faster);

    assertThat(after.ceilingPerSecond()).isCloseTo(180, within(1e-9));
    assertThat(after.ratePerSecond()).isCloseTo(180, within(1e-9));
    assertThat(after.openReason()).isNull();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1})
  void aRateThatSaysNothingLeavesTheCeiling(double rate) {
    assertThat(next(FLOWS, new Account(50_000, rate, 10, true, "HEALTHY"))).isSameAs(FLOWS);
  }

  @ParameterizedTest
  @CsvSource({
    "false, HEALTHY, 10, SENDING_PAUSED",
    "true, SHUTDOWN, 10, ACCOUNT_SUSPENDED",
    "true, HEALTHY, 49950, DAILY_QUOTA",
    "true, HEALTHY, 60000, DAILY_QUOTA",
    "false, SHUTDOWN, 60000, SENDING_PAUSED",
  })
  void anAccountInTroubleOpensIt(boolean enabled, String enforcement, double sent, String reason) {
    PaceState after = next(FLOWS, new Account(50_000, 100, sent, enabled, enforcement));

    assertThat(after.openReason()).isEqualTo(reason);
    assertThat(after.openedAt()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEALTHY", "PROBATION", "SOMETHING_NEW"})
  void anotherEnforcementStatusDoesNotOpenIt(String enforcement) {
    assertThat(next(FLOWS, new Account(50_000, 100, 10, true, enforcement))).isSameAs(FLOWS);
  }

  @Test
  void justBelowTheQuotaMailFlows() {
    assertThat(next(FLOWS, new Account(50_000, 100, 49_949, true, "HEALTHY"))).isSameAs(FLOWS);
  }

  @Test
  void anAccountWithoutADailyQuotaNeverRunsOutOfIt() {
    assertThat(next(FLOWS, new Account(-1, 100, 1e9, true, "HEALTHY"))).isSameAs(FLOWS);
    assertThat(new Account(0, 100, 1e9, true, "HEALTHY").quotaShare()).isZero();
  }

  @Test
  void whatIsOpenAlreadyKeepsItsReasonAndItsTime() {
    PaceState open = open("DAILY_QUOTA", Duration.ofHours(1));

    assertThat(next(open, new Account(50_000, 100, 10, false, "HEALTHY"))).isSameAs(open);
  }

  @Test
  void itStaysOpenForItsRestAlsoWhenTheAccountLooksWell() {
    PaceState open = open("SENDING_PAUSED", Breaker.REST.minusMillis(1));

    assertThat(next(open, WELL)).isSameAs(open);
  }

  @Test
  void afterItsRestItIsTriedAgainAtTheSlowestRate() {
    PaceState after = next(open("SENDING_PAUSED", Breaker.REST), WELL);

    assertThat(after.openReason()).isNull();
    assertThat(after.openedAt()).isNull();
    assertThat(after.ratePerSecond()).isLessThan(1);
    assertThat(after.ceilingPerSecond()).isEqualTo(90);
  }

  @Test
  void itStaysOpenAsLongAsTheAccountIsInTrouble() {
    PaceState open = open("SENDING_PAUSED", Duration.ofDays(2));

    assertThat(next(open, new Account(50_000, 100, 10, true, "SHUTDOWN"))).isSameAs(open);
  }

  @Test
  void onlyAnOperatorEndsAnOperatorsPause() {
    PaceState open = open(Breaker.MANUAL + ": wrong prices", Duration.ofDays(2));

    assertThat(next(open, WELL)).isSameAs(open);
  }

  @Test
  void afterADailyQuotaItWaitsUntilSomeOfItIsFree() {
    PaceState open = open("DAILY_QUOTA", Duration.ofHours(1));

    assertThat(next(open, used(0.99))).isSameAs(open);
    assertThat(next(open, used(0.989)).openReason()).isNull();
  }

  @Test
  void anotherReasonDoesNotWaitForTheQuota() {
    assertThat(next(open("SENDING_PAUSED", Breaker.REST), used(0.995)).openReason()).isNull();
  }

  @Test
  void aNewCeilingIsTakenOverWhileItIsOpen() {
    PaceState after =
        next(
            open("SENDING_PAUSED", Duration.ofMinutes(1)),
            new Account(50_000, 50, 10, true, "HEALTHY"));

    assertThat(after.ceilingPerSecond()).isEqualTo(45);
    assertThat(after.openReason()).isEqualTo("SENDING_PAUSED");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "25000, 0.5", "50000, 1", "70000, 1"})
  void theShareOfTheQuotaIsAtMostAll(double sent, double share) {
    assertThat(new Account(50_000, 100, sent, true, "HEALTHY").quotaShare()).isEqualTo(share);
  }
}
