package dev.postrider.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.suppression.Fact.Manual;
import dev.postrider.suppression.Fact.Marked;
import dev.postrider.suppression.Fact.SoftBounce;
import java.time.Instant;
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
}
