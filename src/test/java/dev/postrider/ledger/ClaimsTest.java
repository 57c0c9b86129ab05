package dev.postrider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.Claims.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ClaimsTest {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static Entry entry(State state, @Nullable String token, @Nullable Instant since) {
    return new Entry("a", state, "fp", token, since, 3, 0, null);
  }

  private static Judgement judge(Entry entry, OnUnknown onUnknown) {
    return Claims.judge(
        entry,
        new ClaimRequest("a", "fp", "transactional", "mine", NOW, NOW.plusSeconds(70), onUnknown),
        GRACE);
  }

  private static Judgement answer(Claim claim) {
    return new Judgement.Answer(claim);
  }

  static Stream<Arguments> table() {
    Instant recent = NOW.minus(GRACE).plusNanos(1);
    Instant old = NOW.minus(GRACE);
    return Stream.of(
        Arguments.of(entry(State.PENDING, null, null), new Judgement.TakeOver(false)),
        Arguments.of(
            entry(State.CLAIMED, "other", NOW.plusNanos(1)),
            answer(new Claim.Busy(NOW.plusNanos(1)))),
        Arguments.of(
            entry(State.CLAIMED, "other", NOW), answer(new Claim.Unsettled(NOW.plus(GRACE)))),
        Arguments.of(
            entry(State.CLAIMED, "other", recent), answer(new Claim.Unsettled(recent.plus(GRACE)))),
        Arguments.of(entry(State.CLAIMED, "other", old), new Judgement.TakeOver(true)),
        Arguments.of(entry(State.CLAIMED, "other", null), new Judgement.TakeOver(true)),
        Arguments.of(
            entry(State.UNKNOWN, "other", recent), answer(new Claim.Unsettled(recent.plus(GRACE)))),
        Arguments.of(entry(State.UNKNOWN, "other", old), new Judgement.TakeOver(true)),
        Arguments.of(entry(State.UNKNOWN, "mine", old), new Judgement.TakeOver(true)),
        Arguments.of(
            entry(State.UNKNOWN, "mine", NOW), answer(new Claim.Unsettled(NOW.plus(GRACE)))),
        Arguments.of(entry(State.UNKNOWN, null, null), new Judgement.TakeOver(true)),
        Arguments.of(entry(State.CLAIMED, "mine", NOW), answer(new Claim.Granted(3, false))));
  }

  @ParameterizedTest
  @MethodSource("table")
  void anEntryIsJudgedByItsStateItsClockAndItsHolder(Entry entry, Judgement judgement) {
    assertThat(judge(entry, OnUnknown.RESEND)).isEqualTo(judgement);
  }

  @Test
  void whatStayedUnknownIsHeldWhereTheStreamSaysSo() {
    Instant old = NOW.minus(GRACE);
    assertThat(judge(entry(State.UNKNOWN, "t1", old), OnUnknown.HOLD))
        .isEqualTo(answer(new Claim.Hold("t1")));
    assertThat(judge(entry(State.CLAIMED, "t1", old), OnUnknown.HOLD))
        .isEqualTo(answer(new Claim.Hold("t1")));
    assertThat(judge(entry(State.UNKNOWN, null, old), OnUnknown.HOLD))
        .isEqualTo(answer(new Claim.Hold("")));
    assertThat(judge(entry(State.UNKNOWN, "t1", NOW), OnUnknown.HOLD))
        .isEqualTo(answer(new Claim.Unsettled(NOW.plus(GRACE))));
  }

  /// It is not sent, so that neither the bound of resends nor an operator has a say.
  @Test
  void whatStayedUnknownIsTakenOverToBeEndedHoweverOftenItWasResent() {
    Instant old = NOW.minus(GRACE);
    for (int resends = 0; resends <= Claims.RESENDS; resends++) {
      Entry unknown = new Entry("a", State.UNKNOWN, "fp", "t1", old, 3, resends, null);
      assertThat(judge(unknown, OnUnknown.END)).isEqualTo(new Judgement.TakeOver(false));
    }
    assertThat(judge(entry(State.UNKNOWN, "t1", NOW), OnUnknown.END))
        .isEqualTo(answer(new Claim.Unsettled(NOW.plus(GRACE))));
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void otherContentIsRefusedInEveryState(State state) {
    Entry other = new Entry("a", state, "other", "t1", NOW, 1, 0, null);
    assertThat(judge(other, OnUnknown.RESEND)).isEqualTo(answer(new Claim.Reused()));
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void whatHasEndedIsADuplicateAndNothingElseIs(State state) {
    Judgement judgement = judge(entry(state, null, null), OnUnknown.RESEND);
    if (state.ended()) {
      assertThat(judgement).isEqualTo(answer(new Claim.Duplicate(state)));
    } else {
      assertThat(judgement).isInstanceOf(Judgement.TakeOver.class);
    }
  }

  @Test
  void anEventThatCameFirstMakesEveryClaimADuplicate() {
    Entry early = new Entry("a", State.SENT, null, null, null, 0, 0, "ses-1");
    assertThat(judge(early, OnUnknown.RESEND)).isEqualTo(answer(new Claim.Duplicate(State.SENT)));
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void aStateHasEndedWhenTheDispatcherHasNothingMoreToDo(State state) {
    boolean ended =
        switch (state) {
          case SENT, SUPPRESSED, REJECTED, EXPIRED, CANCELLED, HELD -> true;
          case PENDING, CLAIMED, UNKNOWN -> false;
        };
    assertThat(state.ended()).isEqualTo(ended);
  }

  @Test
  void ranksOfRecipientsRiseWithTheirGravity() {
    assertThat(Stream.of(RecipientStatus.values()).map(RecipientStatus::rank))
        .containsExactly(1, 2, 3, 4, 5, 6);
  }
}
