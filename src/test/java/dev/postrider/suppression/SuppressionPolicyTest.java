package dev.postrider.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.suppression.SuppressionFact.Manual;
import dev.postrider.suppression.SuppressionFact.Marked;
import dev.postrider.suppression.SuppressionFact.SoftBounce;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionPolicyTest {
  private static final SuppressionPolicy POLICY = SuppressionPolicy.DEFAULT;
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void nothingKnownSuppressesNothing() {
    assertThat(effective()).isEmpty();
  }

  @Test
  void aComplaintAHardBounceAndAnUnsubscribeNeverExpire() {
    Instant longAgo = Instant.EPOCH;

    assertThat(effective(mark(Mark.COMPLAINT, longAgo)))
        .contains(new Suppression(SuppressionReason.COMPLAINT, longAgo, null));
    assertThat(effective(mark(Mark.HARD_BOUNCE, longAgo)))
        .contains(new Suppression(SuppressionReason.HARD_BOUNCE, longAgo, null));
    assertThat(effective(mark(Mark.UNSUBSCRIBED, longAgo)))
        .contains(new Suppression(SuppressionReason.UNSUBSCRIBED, longAgo, null));
  }

  @Test
  void theGravestReasonIsNamed() {
    List<SuppressionFact> facts =
        new ArrayList<>(
            List.of(
                mark(Mark.COMPLAINT, NOW),
                mark(Mark.HARD_BOUNCE, NOW),
                new Manual(NOW, null, null),
                mark(Mark.UNSUBSCRIBED, NOW),
                new SoftBounce(NOW, "a"),
                new SoftBounce(NOW, "b"),
                new SoftBounce(NOW, "c")));

    for (SuppressionReason reason : SuppressionReason.values()) {
      assertThat(effective(facts.toArray(SuppressionFact[]::new)))
          .map(Suppression::reason)
          .contains(reason);
      facts.removeFirst();
    }
  }

  @Test
  void notSpamLiftsTheComplaintsBeforeIt() {
    assertThat(effective(mark(Mark.COMPLAINT, NOW.minusMillis(1)), lift(NOW))).isEmpty();
    assertThat(effective(lift(NOW), mark(Mark.COMPLAINT, NOW.minusMillis(1)))).isEmpty();
  }

  @Test
  void notSpamLiftsNoComplaintOfTheSameTimeOrLater() {
    assertThat(effective(lift(NOW), mark(Mark.COMPLAINT, NOW))).isPresent();
    assertThat(effective(lift(NOW), mark(Mark.COMPLAINT, NOW.plusMillis(1)))).isPresent();
  }

  @Test
  void notSpamLiftsNothingButComplaints() {
    assertThat(effective(lift(NOW), mark(Mark.HARD_BOUNCE, NOW.minus(DAY)))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(
      value = Mark.class,
      names = {"COMPLAINT", "HARD_BOUNCE", "UNSUBSCRIBED"})
  void aRemovalVoidsWhatIsNotLater(Mark mark) {
    assertThat(effective(mark(mark, NOW), mark(Mark.REMOVED, NOW))).isEmpty();
    assertThat(effective(mark(mark, NOW.minusMillis(1)), mark(Mark.REMOVED, NOW))).isEmpty();
    assertThat(effective(mark(mark, NOW.plusMillis(1)), mark(Mark.REMOVED, NOW))).isPresent();
  }

  @Test
  void aRemovalVoidsAnOperatorsEntryThatIsNotLater() {
    assertThat(effective(new Manual(NOW, null, null), mark(Mark.REMOVED, NOW))).isEmpty();
    assertThat(effective(new Manual(NOW.plusMillis(1), null, null), mark(Mark.REMOVED, NOW)))
        .isPresent();
  }

  @Test
  void aRemovalVoidsTheSoftBouncesThatAreNotLater() {
    SuppressionFact[] bounces = {
      new SoftBounce(NOW.minus(DAY), "a"), new SoftBounce(NOW, "b"),
      new SoftBounce(NOW.plusMillis(1), "c"), new SoftBounce(NOW.plusMillis(2), "d")
    };

    assertThat(effective(with(bounces, mark(Mark.REMOVED, NOW)))).isEmpty();
    assertThat(effective(with(bounces, mark(Mark.REMOVED, NOW.minusMillis(1))))).isPresent();
  }

  @Test
  void anOperatorsEntryHoldsUntilItsExpiry() {
    Manual entry = new Manual(NOW.minus(DAY), NOW.plusMillis(1), "asked by phone");

    assertThat(effective(entry))
        .contains(new Suppression(SuppressionReason.MANUAL, NOW.minus(DAY), NOW.plusMillis(1)));
    assertThat(effective(new Manual(NOW.minus(DAY), NOW, null))).isEmpty();
    assertThat(effective(new Manual(NOW.minus(DAY), null, null)))
        .contains(new Suppression(SuppressionReason.MANUAL, NOW.minus(DAY), null));
  }

  @Test
  void twoSoftBouncesDoNotSuppressAndAThirdInTheWindowDoes() {
    SoftBounce first = new SoftBounce(NOW.minus(Duration.ofDays(7)), "a");
    SoftBounce second = new SoftBounce(NOW.minus(DAY), "b");
    SoftBounce third = new SoftBounce(NOW, "c");

    assertThat(effective(first, second)).isEmpty();
    assertThat(effective(first, second, third))
        .contains(
            new Suppression(SuppressionReason.SOFT_BOUNCES, NOW, NOW.plus(Duration.ofDays(14))));
  }

  @Test
  void threeSoftBouncesInMoreThanTheWindowDoNotSuppress() {
    assertThat(
            effective(
                new SoftBounce(NOW.minus(Duration.ofDays(7)).minusMillis(1), "a"),
                new SoftBounce(NOW.minus(DAY), "b"),
                new SoftBounce(NOW, "c")))
        .isEmpty();
  }

  @Test
  void theSameSoftBounceReportedWithTwoTimesCountsOnce() {
    assertThat(
            effective(
                new SoftBounce(NOW.minusMillis(2), "a"),
                new SoftBounce(NOW.minusMillis(1), "a"),
                new SoftBounce(NOW, "b")))
        .isEmpty();
  }

  @Test
  void softBouncesSuppressUntilTheirExpiryAndNotAtIt() {
    Instant third = NOW.minus(Duration.ofDays(14));

    assertThat(effective(threeSoftBouncesBefore(third.plusMillis(1)))).isPresent();
    assertThat(effective(threeSoftBouncesBefore(third))).isEmpty();
  }

  @Test
  void theLatestRunOfSoftBouncesCounts() {
    assertThat(
            effective(
                new SoftBounce(NOW.minusMillis(4), "a"),
                new SoftBounce(NOW.minusMillis(3), "b"),
                new SoftBounce(NOW.minusMillis(2), "c"),
                new SoftBounce(NOW.minusMillis(1), "d")))
        .map(Suppression::since)
        .contains(NOW.minusMillis(1));
  }

  @Test
  void anEarlierRunStillHoldsWhenALaterBounceBelongsToNone() {
    Instant third = NOW.minus(Duration.ofDays(13));

    assertThat(effective(with(threeSoftBouncesBefore(third), new SoftBounce(NOW, "late"))))
        .map(Suppression::since)
        .contains(third);
  }

  @Test
  void aCountOfOneSuppressesAtTheFirstSoftBounce() {
    SuppressionPolicy strict = new SuppressionPolicy(1, DAY, DAY);

    assertThat(strict.effective(Facts.NONE.with(new SoftBounce(NOW, "a"), strict), NOW))
        .contains(new Suppression(SuppressionReason.SOFT_BOUNCES, NOW, NOW.plus(DAY)));
  }

  @Test
  void theThirdBounceOfADeadDomainWithinSixtyDaysSuppresses() {
    SoftBounce first = deadDomain(NOW.minus(Duration.ofDays(60)), "a");
    SoftBounce second = deadDomain(NOW.minus(Duration.ofDays(30)), "b");
    SoftBounce third = deadDomain(NOW, "c");

    assertThat(effective(first, second)).isEmpty();
    assertThat(effective(first, second, third))
        .contains(
            new Suppression(SuppressionReason.SOFT_BOUNCES, NOW, NOW.plus(Duration.ofDays(14))));
    assertThat(effective(deadDomain(first.at().minusMillis(1), "a"), second, third)).isEmpty();
    assertThat(effective(first, new SoftBounce(second.at(), "b"), third)).isEmpty();
  }

  @Test
  void aBounceOfADeadDomainCountsAmongTheOthersToo() {
    assertThat(
            effective(
                new SoftBounce(NOW.minusMillis(2), "a"),
                deadDomain(NOW.minusMillis(1), "b"),
                new SoftBounce(NOW, "c")))
        .isPresent();
  }

  @Test
  void theLaterOfTwoRunsCounts() {
    assertThat(
            effective(
                deadDomain(NOW.minus(Duration.ofDays(40)), "a"),
                deadDomain(NOW.minus(Duration.ofDays(20)), "b"),
                deadDomain(NOW.minus(DAY), "c"),
                new SoftBounce(NOW.minusMillis(1), "d"),
                new SoftBounce(NOW, "e")))
        .map(Suppression::since)
        .contains(NOW);
    assertThat(
            effective(
                with(
                    threeSoftBouncesBefore(NOW.minus(Duration.ofDays(30))),
                    deadDomain(NOW.minus(Duration.ofDays(40)), "d"),
                    deadDomain(NOW.minus(Duration.ofDays(20)), "e"),
                    deadDomain(NOW.minus(DAY), "f"))))
        .map(Suppression::since)
        .contains(NOW.minus(DAY));
  }

  @Test
  void aBounceOfADeadDomainReportedTwiceCountsOnce() {
    assertThat(
            effective(
                deadDomain(NOW.minusMillis(2), "a"),
                deadDomain(NOW.minusMillis(1), "a"),
                deadDomain(NOW, "b")))
        .isEmpty();
  }

  @Test
  void bouncesOfDeadDomainsAreKeptForTheLongerWindow() {
    assertThat(POLICY.keepUntil(deadDomain(NOW, "a"))).isEqualTo(NOW.plus(Duration.ofDays(74)));
    assertThat(new SuppressionPolicy(3, Duration.ofDays(90), DAY).keepUntil(deadDomain(NOW, "a")))
        .isEqualTo(NOW.plus(Duration.ofDays(91)));
  }

  @Test
  void theNewestOfDeadDomainsAreKeptBesideTheNewestOfAll() {
    TreeSet<SoftBounce> bounces = new TreeSet<>();
    for (int n = 0; n < 10; n++) {
      bounces.add(deadDomain(NOW.plusSeconds(n), "dead" + n));
    }
    for (int n = 10; n < 26; n++) {
      bounces.add(new SoftBounce(NOW.plusSeconds(n), "f" + n));
    }

    assertThat(POLICY.surplus(bounces))
        .containsExactly(deadDomain(NOW, "dead0"), new SoftBounce(NOW.plusSeconds(10), "f10"));
  }

  @Test
  void aSoftBounceIsItsText() {
    SoftBounce dead = deadDomain(NOW, "0102-a|b");

    assertThat(dead.text()).isEqualTo("1795521600000|~domain|0102-a|b");
    assertThat(SoftBounce.parse(dead.text())).isEqualTo(dead);
    assertThat(SoftBounce.parse("1795521600000|0102")).isEqualTo(new SoftBounce(NOW, "0102"));
  }

  @Test
  void softBouncesAreKeptForTheWindowAndTheSuppression() {
    assertThat(POLICY.keepUntil(new SoftBounce(NOW, "a"))).isEqualTo(NOW.plus(Duration.ofDays(21)));
  }

  @Test
  void theOldestOfTooManySoftBouncesAreSurplus() {
    TreeSet<SoftBounce> bounces = new TreeSet<>();
    for (int n = 0; n < 17; n++) {
      bounces.add(new SoftBounce(NOW.plusSeconds(n), "f" + n));
    }

    assertThat(POLICY.softBouncesKept()).isEqualTo(15);
    assertThat(POLICY.surplus(bounces))
        .containsExactly(new SoftBounce(NOW, "f0"), new SoftBounce(NOW.plusSeconds(1), "f1"));
    assertThat(
            POLICY.surplus(
                new TreeSet<>(bounces.tailSet(new SoftBounce(NOW.plusSeconds(2), "f2")))))
        .isEmpty();
  }

  @Test
  void howManySoftBouncesAreKeptHasALimit() {
    SuppressionPolicy extreme = new SuppressionPolicy(20, DAY, Duration.ofDays(365));

    assertThat(extreme.softBouncesKept()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void droppingTheSurplusChangesNoAnswer(long seed) {
    Random random = new Random(seed);
    TreeSet<SoftBounce> all = new TreeSet<>();
    for (int n = 0; n < 60; n++) {
      Instant at = NOW.minus(Duration.ofHours(random.nextInt(24 * 90)));
      all.add(new SoftBounce(at, "f" + n, seed % 2 == 0 && random.nextInt(4) == 0));
    }
    Facts whole = new Facts(Map.of(), null, all);
    Facts kept = Facts.NONE;
    for (SoftBounce bounce : all) {
      kept = kept.with(bounce, POLICY);
    }

    for (int hours = 0; hours < 24 * 20; hours += 7) {
      Instant later = NOW.plus(Duration.ofHours(hours));
      assertThat(POLICY.effective(kept, later)).isEqualTo(POLICY.effective(whole, later));
    }
  }

  static Stream<Arguments> badParameters() {
    return Stream.of(
        Arguments.of(0, DAY, DAY, "soft bounce count 0: allowed is 1 to 20"),
        Arguments.of(21, DAY, DAY, "soft bounce count 21: allowed is 1 to 20"),
        Arguments.of(3, Duration.ZERO, DAY, "soft bounce window PT0S: must be positive"),
        Arguments.of(
            3, DAY, Duration.ofDays(-1), "soft bounce suppression PT-24H: must be positive"));
  }

  @ParameterizedTest
  @MethodSource("badParameters")
  void parametersOutOfRangeAreRefused(
      int count, Duration window, Duration suppression, String message) {
    assertThatThrownBy(() -> new SuppressionPolicy(count, window, suppression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void theCountMayBeOneToTwenty(int count) {
    assertThat(new SuppressionPolicy(count, DAY, DAY).softBounceCount()).isEqualTo(count);
  }

  private static SuppressionFact mark(Mark mark, Instant at) {
    return new Marked(mark, at);
  }

  private static SoftBounce deadDomain(Instant at, String feedbackId) {
    return new SoftBounce(at, feedbackId, true);
  }

  private static SuppressionFact lift(Instant at) {
    return new Marked(Mark.COMPLAINT_LIFTED, at);
  }

  private static SuppressionFact[] threeSoftBouncesBefore(Instant third) {
    return new SuppressionFact[] {
      new SoftBounce(third.minusSeconds(2), "a"),
      new SoftBounce(third.minusSeconds(1), "b"),
      new SoftBounce(third, "c")
    };
  }

  private static SuppressionFact[] with(SuppressionFact[] facts, SuppressionFact... more) {
    return Stream.concat(Stream.of(facts), Stream.of(more)).toArray(SuppressionFact[]::new);
  }

  private static Optional<Suppression> effective(SuppressionFact... facts) {
    Facts all = Facts.NONE;
    for (SuppressionFact fact : facts) {
      all = all.with(fact, POLICY);
    }
    return POLICY.effective(all, NOW);
  }
}
