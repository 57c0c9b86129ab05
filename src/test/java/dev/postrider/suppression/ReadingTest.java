package dev.postrider.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.suppression.Fact.Manual;
import dev.postrider.suppression.Fact.Marked;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static final SuppressionPolicy POLICY = SuppressionPolicy.DEFAULT;
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Recipient ANN = new Recipient("ann@example.com", "news", "acme");
  private static final SuppressionKey EVERYWHERE = ANN.keys().get(0);
  private static final SuppressionKey STREAM = ANN.keys().get(1);
  private static final SuppressionKey TENANT = ANN.keys().get(2);

  @Test
  void whatWasReadAndHoldsNothingIsClear() {
    assertThat(verdict(new Reading(Map.of(), Map.of()))).isEqualTo(new Verdict.Clear());
  }

  @Test
  void factsThatDoNotSuppressAreClear() {
    Facts expired = Facts.NONE.with(new Manual(NOW, NOW, null), POLICY);

    assertThat(verdict(new Reading(Map.of(EVERYWHERE, expired), Map.of())))
        .isEqualTo(new Verdict.Clear());
  }

  @Test
  void oneUnreadScopeIsEnoughToBeUnreadable() {
    assertThat(verdict(new Reading(Map.of(), Map.of(TENANT, "throttled"))))
        .isEqualTo(new Verdict.Unreadable("throttled"));
  }

  @Test
  void aSuppressionThatWasReadHoldsWhateverIsUnread() {
    Reading reading =
        new Reading(Map.of(STREAM, facts(Mark.UNSUBSCRIBED)), Map.of(EVERYWHERE, "throttled"));

    assertThat(verdict(reading)).isEqualTo(suppressed(Reason.UNSUBSCRIBED, STREAM));
  }

  @Test
  void theGravestScopeIsNamedAndOfEqualsTheWidest() {
    Facts left = facts(Mark.UNSUBSCRIBED);
    Facts bounced = facts(Mark.HARD_BOUNCE);

    assertThat(verdict(new Reading(Map.of(EVERYWHERE, left, STREAM, bounced), Map.of())))
        .isEqualTo(suppressed(Reason.HARD_BOUNCE, STREAM));
    assertThat(verdict(new Reading(Map.of(EVERYWHERE, bounced, STREAM, left), Map.of())))
        .isEqualTo(suppressed(Reason.HARD_BOUNCE, EVERYWHERE));
    assertThat(verdict(new Reading(Map.of(STREAM, bounced, TENANT, bounced), Map.of())))
        .isEqualTo(suppressed(Reason.HARD_BOUNCE, STREAM));
  }

  @Test
  void twoReadingsOfDifferentKeysAnswerTogether() {
    Reading first = new Reading(Map.of(EVERYWHERE, facts(Mark.COMPLAINT)), Map.of());
    Reading second = new Reading(Map.of(), Map.of(TENANT, "throttled"));

    assertThat(Reading.merged(List.of(first, second)))
        .isEqualTo(
            new Reading(Map.of(EVERYWHERE, facts(Mark.COMPLAINT)), Map.of(TENANT, "throttled")));
    assertThat(Reading.merged(List.of())).isEqualTo(Reading.NOTHING);
  }

  private static Facts facts(Mark mark) {
    return Facts.NONE.with(new Marked(mark, NOW), POLICY);
  }

  private static Verdict suppressed(Reason reason, SuppressionKey key) {
    return new Verdict.Suppressed(new Suppression(reason, NOW, null), key.scope());
  }

  private static Verdict verdict(Reading reading) {
    Map<Recipient, Verdict> verdicts = reading.verdicts(Set.of(ANN), POLICY, NOW);
    assertThat(verdicts).containsOnlyKeys(ANN);
    return verdicts.values().iterator().next();
  }
}
