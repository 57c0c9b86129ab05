package dev.postrider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.UnitRecord.RecipientReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionTest {
  private static final Instant MADE = Instant.parse("2026-11-24T12:00:00Z");

  private static Entry entry(State state, @Nullable String token, @Nullable String fingerprint) {
    return entry(state, token, fingerprint, 1, null, Map.of());
  }

  private static Entry entry(
      State state,
      @Nullable String token,
      @Nullable String fingerprint,
      int attempts,
      @Nullable String sesMessageId,
      Map<String, RecipientStatus> recipients) {
    return new Entry(
        "a",
        state,
        fingerprint,
        token,
        null,
        attempts,
        0,
        sesMessageId,
        MADE,
        Set.of(),
        recipients);
  }

  private static Entry known(Map<String, RecipientStatus> recipients) {
    return entry(State.SENT, null, "fp", 1, "ses-1", recipients);
  }

  private static boolean unchanged(@Nullable Entry read, @Nullable Entry now) {
    return new Condition.Unchanged(Optional.ofNullable(read)).holds(Optional.ofNullable(now));
  }

  private static Condition bounced(String recipient) {
    return new Condition.Unreported(
        MADE, List.of(new RecipientReport(recipient, RecipientStatus.BOUNCED, MADE)));
  }

  @Test
  void whereThereWasNoEntryNothingChangedWhileThereIsNone() {
    assertThat(unchanged(null, null)).isTrue();
    assertThat(unchanged(null, entry(State.PENDING, null, "fp"))).isFalse();
    assertThat(unchanged(entry(State.PENDING, null, "fp"), null)).isFalse();
  }

  @Test
  void anEntryIsUnchangedWhileItsStateItsTokenAndItsContentAre() {
    Entry read = entry(State.UNKNOWN, "t1", "fp");

    assertThat(unchanged(read, entry(State.UNKNOWN, "t1", "fp", 2, "ses-1", Map.of()))).isTrue();
    assertThat(unchanged(read, entry(State.CLAIMED, "t1", "fp"))).isFalse();
    assertThat(unchanged(read, entry(State.UNKNOWN, "t2", "fp"))).isFalse();
    assertThat(unchanged(read, entry(State.UNKNOWN, null, "fp"))).isFalse();
    assertThat(unchanged(read, entry(State.UNKNOWN, "t1", "other"))).isFalse();
    assertThat(unchanged(read, entry(State.UNKNOWN, "t1", null))).isFalse();
  }

  @Test
  void aSendEventIsNewsUntilSesIsKnownToHaveAcceptedTheUnit() {
    Condition news = new Condition.Unreported(MADE, List.of());

    assertThat(news.holds(Optional.of(entry(State.UNKNOWN, "t1", "fp")))).isTrue();
    assertThat(news.holds(Optional.of(known(Map.of())))).isFalse();
    assertThat(news.holds(Optional.empty())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(RecipientStatus.class)
  void whatBecameOfARecipientIsNewsOnlyIfNothingAsSevereIsKnown(RecipientStatus status) {
    boolean lessSevere =
        switch (status) {
          case DELAYED, DELIVERED, SOFT_BOUNCED -> true;
          case BOUNCED, REJECTED, COMPLAINED -> false;
        };

    assertThat(bounced("ann").holds(Optional.of(known(Map.of("ann", status)))))
        .isEqualTo(lessSevere);
    assertThat(bounced("bob").holds(Optional.of(known(Map.of("ann", status))))).isTrue();
  }

  @Test
  void anEventIsAboutAnEntryThatAClaimMadeByThenAndNoneThatIsYounger() {
    Entry entry = entry(State.CLAIMED, "t1", "fp");
    List<RecipientReport> sendEvent = List.of();

    assertThat(new Condition.Unreported(MADE, sendEvent).holds(Optional.of(entry))).isTrue();
    assertThat(new Condition.Unreported(MADE.minusMillis(1), sendEvent).holds(Optional.of(entry)))
        .isFalse();
    Entry operators = entry(State.CANCELLED, null, null, 0, null, Map.of());
    assertThat(new Condition.Unreported(MADE, sendEvent).holds(Optional.of(operators))).isFalse();
  }
}
