package dev.postrider.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.suppression.SuppressionFact.Manual;
import dev.postrider.suppression.SuppressionFact.Marked;
import dev.postrider.suppression.SuppressionFact.SoftBounce;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsTest {
  private static final SuppressionPolicy POLICY = SuppressionPolicy.DEFAULT;
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.123456Z");
  private static final Instant MILLIS = Instant.parse("2026-11-24T12:00:00.123Z");

  @Test
  void timesAreKeptInMilliseconds() {
    assertThat(new Marked(Mark.COMPLAINT, NOW).at()).isEqualTo(MILLIS);
    assertThat(new Manual(NOW, NOW, null)).isEqualTo(new Manual(MILLIS, MILLIS, null));
    assertThat(new SoftBounce(NOW, "a").at()).isEqualTo(MILLIS);
  }

  @Test
  void theLaterOfTwoTimesIsKeptInEitherOrder() {
    Marked early = new Marked(Mark.COMPLAINT, MILLIS);
    Marked late = new Marked(Mark.COMPLAINT, MILLIS.plusMillis(1));

    assertThat(Facts.NONE.with(early, POLICY).with(late, POLICY).at(Mark.COMPLAINT))
        .contains(late.at());
    assertThat(Facts.NONE.with(late, POLICY).with(early, POLICY).at(Mark.COMPLAINT))
        .contains(late.at());
  }

  @Test
  void ofTwoEntriesOfTheSameMillisecondTheFirstStays() {
    Manual first = new Manual(NOW, null, "first");
    Manual second = new Manual(NOW, null, "second");

    assertThat(Facts.NONE.with(first, POLICY).with(second, POLICY).manual()).isEqualTo(first);
  }

  @Test
  void factsOfOneKindLeaveTheOthersAsTheyAre() {
    Manual manual = new Manual(NOW, null, null);
    SoftBounce bounce = new SoftBounce(NOW, "a");

    Facts facts =
        Facts.NONE
            .with(manual, POLICY)
            .with(bounce, POLICY)
            .with(new Marked(Mark.REMOVED, NOW), POLICY)
            .with(new Marked(Mark.COMPLAINT, NOW), POLICY);

    assertThat(facts.manual()).isEqualTo(manual);
    assertThat(facts.softBounces()).containsExactly(bounce);
    assertThat(facts.at(Mark.REMOVED)).contains(MILLIS);
    assertThat(facts.at(Mark.COMPLAINT)).contains(MILLIS);
    assertThat(facts.at(Mark.UNSUBSCRIBED)).isEmpty();
  }

  @Test
  void softBouncesAreReadAsTheyWereWritten() {
    SoftBounce bounce = new SoftBounce(NOW, "0102|x");

    assertThat(bounce.text()).isEqualTo("1795521600123|0102|x");
    assertThat(SoftBounce.parse(bounce.text())).isEqualTo(bounce);
    assertThat(SoftBounce.parse("0|")).isEqualTo(new SoftBounce(Instant.EPOCH, ""));
  }

  @Test
  void textThatIsNoSoftBounceIsRefused() {
    assertThatThrownBy(() -> SoftBounce.parse("1795521600123"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a soft bounce is epochMilliseconds|feedbackId");
  }

  @Test
  void softBouncesAreOrderedByTimeThenById() {
    assertThat(new SoftBounce(NOW, "b")).isLessThan(new SoftBounce(NOW.plusMillis(1), "a"));
    assertThat(new SoftBounce(NOW, "a")).isLessThan(new SoftBounce(NOW, "b"));
  }

  @Test
  void ofAnOperatorsEntryAndAnImportedOneTheLongerStays() {
    Instant day = Instant.parse("2026-11-24T00:00:00Z");
    Facts forEver = with(Facts.NONE, new SuppressionFact.Manual(day, null, "by phone"));
    Facts passing = with(Facts.NONE, new SuppressionFact.Manual(day, day.plusSeconds(9), "full"));
    SuppressionFact.Manual longer =
        new SuppressionFact.Manual(day.minusSeconds(5), day.plusSeconds(99), null);

    assertThat(
            forEver.joined(
                new SuppressionFact.Manual(day.plusSeconds(1), day.plusSeconds(9), null)))
        .isEmpty();
    assertThat(
            passing.joined(
                new SuppressionFact.Manual(day.plusSeconds(1), day.plusSeconds(9), null)))
        .isEmpty();
    assertThat(passing.joined(longer))
        .contains(new SuppressionFact.Manual(day.plusMillis(1), day.plusSeconds(99), "full"));
    assertThat(Facts.NONE.joined(longer)).contains(longer);
    Facts removed = with(passing, new SuppressionFact.Marked(Mark.REMOVED, day));
    assertThat(removed.joined(longer)).isEmpty();
    SuppressionFact.Manual later =
        new SuppressionFact.Manual(day.plusSeconds(1), day.plusSeconds(2), null);
    assertThat(removed.joined(later)).contains(later);
  }

  @Test
  void anOperatorsEntryIsDatedSoThatNoClockThatWasAheadHidesIt() {
    Instant now = Instant.parse("2026-11-24T00:00:00Z");
    Instant ahead = now.plusSeconds(3_600);

    assertThat(Facts.NONE.entry(now, null, null).at()).isEqualTo(now);
    assertThat(
            with(Facts.NONE, new SuppressionFact.Manual(ahead, now, null))
                .entry(now, null, null)
                .at())
        .isEqualTo(ahead.plusMillis(1));
    assertThat(
            with(Facts.NONE, new SuppressionFact.Marked(Mark.REMOVED, ahead))
                .entry(now, null, null)
                .at())
        .isEqualTo(ahead.plusMillis(1));
  }

  @Test
  void theLatestIsOfWhatCanSuppress() {
    Instant at = Instant.parse("2026-11-24T00:00:00Z");
    Facts facts =
        with(
            with(Facts.NONE, new SuppressionFact.Marked(Mark.COMPLAINT, at)),
            new SuppressionFact.Marked(Mark.COMPLAINT_LIFTED, at.plusSeconds(9)));

    assertThat(facts.latest()).contains(at);
    assertThat(with(facts, new SuppressionFact.SoftBounce(at.plusSeconds(1), "f1")).latest())
        .contains(at.plusSeconds(1));
    assertThat(Facts.NONE.latest()).isEmpty();
  }

  @Test
  void aRemovalThatWasCutOffLeavesTheAddressSuppressedSoThatItIsRepeated() {
    Instant ahead = NOW.plusSeconds(86_400);
    Facts known = with(Facts.NONE, new SuppressionFact.Marked(Mark.HARD_BOUNCE, ahead));
    List<SuppressionFact.Marked> removal = known.removal(NOW);

    Facts cutOff = with(known, removal.getFirst());
    Facts whole = with(cutOff, removal.getLast());

    assertThat(removal).hasSize(2);
    assertThat(POLICY.effective(cutOff, NOW)).isPresent();
    assertThat(POLICY.effective(whole, NOW)).isEmpty();
    assertThat(whole.at(Mark.REMOVED)).isEqualTo(known.latest());
    assertThat(whole.at(Mark.REMOVED_BY_CLOCK)).contains(MILLIS);
    assertThat(Facts.NONE.removal(NOW)).isEmpty();
  }

  private static Facts with(Facts facts, SuppressionFact fact) {
    return facts.with(fact, SuppressionPolicy.DEFAULT);
  }
}
