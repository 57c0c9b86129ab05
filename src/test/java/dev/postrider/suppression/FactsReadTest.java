package dev.postrider.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.suppression.SuppressionFact.Manual;
import dev.postrider.suppression.SuppressionFact.Marked;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactsReadTest {
  private static final SuppressionPolicy POLICY = SuppressionPolicy.DEFAULT;
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Recipient ANN = new Recipient("ann@example.com", "news", "acme");
  private static final SuppressionKey EVERYWHERE = ANN.keys().get(0);
  private static final SuppressionKey STREAM = ANN.keys().get(1);
  private static final SuppressionKey TENANT = ANN.keys().get(2);

  @Test
  void whatWasReadAndHoldsNothingIsClear() {
    assertThat(verdict(new FactsRead(Map.of(), Map.of())))
        .isEqualTo(new SuppressionVerdict.Clear());
  }

  @Test
  void factsThatDoNotSuppressAreClear() {
    Facts expired = Facts.NONE.with(new Manual(NOW, NOW, null), POLICY);

    assertThat(verdict(new FactsRead(Map.of(EVERYWHERE, expired), Map.of())))
        .isEqualTo(new SuppressionVerdict.Clear());
  }

  @Test
  void oneUnreadScopeIsEnoughToBeUnreadable() {
    assertThat(verdict(new FactsRead(Map.of(), Map.of(TENANT, "throttled"))))
        .isEqualTo(new SuppressionVerdict.Unreadable("throttled"));
  }

  @Test
  void aSuppressionThatWasReadHoldsWhateverIsUnread() {
    FactsRead reading =
        new FactsRead(Map.of(STREAM, facts(Mark.UNSUBSCRIBED)), Map.of(EVERYWHERE, "throttled"));

    assertThat(verdict(reading)).isEqualTo(suppressed(SuppressionReason.UNSUBSCRIBED, STREAM));
  }

  @Test
  void theGravestScopeIsNamedAndOfEqualsTheWidest() {
    Facts left = facts(Mark.UNSUBSCRIBED);
    Facts bounced = facts(Mark.HARD_BOUNCE);

    assertThat(verdict(new FactsRead(Map.of(EVERYWHERE, left, STREAM, bounced), Map.of())))
        .isEqualTo(suppressed(SuppressionReason.HARD_BOUNCE, STREAM));
    assertThat(verdict(new FactsRead(Map.of(EVERYWHERE, bounced, STREAM, left), Map.of())))
        .isEqualTo(suppressed(SuppressionReason.HARD_BOUNCE, EVERYWHERE));
    assertThat(verdict(new FactsRead(Map.of(STREAM, bounced, TENANT, bounced), Map.of())))
        .isEqualTo(suppressed(SuppressionReason.HARD_BOUNCE, STREAM));
  }

  @Test
  void twoReadingsOfDifferentKeysAnswerTogether() {
    FactsRead first = new FactsRead(Map.of(EVERYWHERE, facts(Mark.COMPLAINT)), Map.of());
    FactsRead second = new FactsRead(Map.of(), Map.of(TENANT, "throttled"));

    assertThat(FactsRead.merged(List.of(first, second)))
        .isEqualTo(
            new FactsRead(Map.of(EVERYWHERE, facts(Mark.COMPLAINT)), Map.of(TENANT, "throttled")));
    assertThat(FactsRead.merged(List.of())).isEqualTo(FactsRead.NOTHING);
  }

  private static Facts facts(Mark mark) {
    return Facts.NONE.with(new Marked(mark, NOW), POLICY);
  }

  private static SuppressionVerdict suppressed(SuppressionReason reason, SuppressionKey key) {
    return new SuppressionVerdict.MustNotMail(new Suppression(reason, NOW, null), key.scope());
  }

  private static SuppressionVerdict verdict(FactsRead reading) {
    Map<Recipient, SuppressionVerdict> verdicts = reading.verdicts(Set.of(ANN), POLICY, NOW);
    assertThat(verdicts).containsOnlyKeys(ANN);
    return verdicts.values().iterator().next();
  }
}
