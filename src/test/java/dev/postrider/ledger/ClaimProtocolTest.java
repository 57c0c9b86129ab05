package dev.postrider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.ProtocolStep.Concluded;
import dev.postrider.ledger.ProtocolStep.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ClaimProtocolTest {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static Entry entry(State state, @Nullable String token, @Nullable Instant since) {
    return entry(state, "fp", token, since, 3, 0, null);
  }

  private static Entry entry(
      State state,
      @Nullable String fingerprint,
      @Nullable String token,
      @Nullable Instant since,
      int attempts,
      int resends,
      @Nullable String sesMessageId) {
    return new Entry(
        "a",
        state,
        fingerprint,
        token,
        since,
        attempts,
        resends,
        sesMessageId,
        Instant.EPOCH,
        Set.of(),
        Map.of());
  }

  /// What a claim that meets an entry is answered with, or the write that takes the entry over.
  private static Object judge(Entry entry, OnUnknown onUnknown) {
    ClaimRequest request = request(onUnknown);
    Write<Claim> first = (Write<Claim>) ClaimProtocol.claim(request, GRACE);
    assertThat(first.write().condition()).isEqualTo(new Condition.Claimable("fp"));
    ProtocolStep<Claim> next = first.refused().apply(Optional.of(entry));
    if (next instanceof Write<Claim> takeOver) {
      assertThat(takeOver.write().condition())
          .isEqualTo(new Condition.Unchanged(Optional.of(entry)));
      return takeOver.write().change();
    }
    return ((Concluded<Claim>) next).answer();
  }

  private static ClaimRequest request(OnUnknown onUnknown) {
    return new ClaimRequest(
        "a", "fp", "transactional", "mine", NOW, NOW.plusSeconds(70), onUnknown);
  }

  private static Object takeOver(boolean resend) {
    return takeOver(resend, OnUnknown.RESEND);
  }

  private static Object takeOver(boolean resend, OnUnknown onUnknown) {
    return new Change.TakeClaim(request(onUnknown), resend);
  }

  static Stream<Arguments> table() {
    Instant recent = NOW.minus(GRACE).plusNanos(1);
    Instant old = NOW.minus(GRACE);
    return Stream.of(
        Arguments.of(entry(State.PENDING, null, null), takeOver(false)),
        Arguments.of(
            entry(State.CLAIMED, "other", NOW.plusNanos(1)), new Claim.Busy(NOW.plusNanos(1))),
        Arguments.of(entry(State.CLAIMED, "other", NOW), new Claim.Unsettled(NOW.plus(GRACE))),
        Arguments.of(
            entry(State.CLAIMED, "other", recent), new Claim.Unsettled(recent.plus(GRACE))),
        Arguments.of(entry(State.CLAIMED, "other", old), takeOver(true)),
        Arguments.of(entry(State.CLAIMED, "other", null), takeOver(true)),
        Arguments.of(
            entry(State.UNKNOWN, "other", recent), new Claim.Unsettled(recent.plus(GRACE))),
        Arguments.of(entry(State.UNKNOWN, "other", old), takeOver(true)),
        Arguments.of(entry(State.UNKNOWN, "mine", old), takeOver(true)),
        Arguments.of(entry(State.UNKNOWN, "mine", NOW), new Claim.Unsettled(NOW.plus(GRACE))),
        Arguments.of(entry(State.UNKNOWN, null, null), takeOver(true)),
        Arguments.of(entry(State.CLAIMED, "mine", NOW), new Claim.Granted(3, false)));
  }

  @ParameterizedTest
  @MethodSource("table")
  void anEntryIsJudgedByItsStateItsClockAndItsHolder(Entry entry, Object judgement) {
    assertThat(judge(entry, OnUnknown.RESEND)).isEqualTo(judgement);
  }

  @Test
  void whatStayedUnknownIsHeldWhereTheStreamSaysSo() {
    Instant old = NOW.minus(GRACE);
    assertThat(judge(entry(State.UNKNOWN, "t1", old), OnUnknown.HOLD))
        .isEqualTo(new Claim.Hold("t1"));
    assertThat(judge(entry(State.CLAIMED, "t1", old), OnUnknown.HOLD))
        .isEqualTo(new Claim.Hold("t1"));
    assertThat(judge(entry(State.UNKNOWN, null, old), OnUnknown.HOLD))
        .isEqualTo(new Claim.Hold(""));
    assertThat(judge(entry(State.UNKNOWN, "t1", NOW), OnUnknown.HOLD))
        .isEqualTo(new Claim.Unsettled(NOW.plus(GRACE)));
  }

  /// It is not sent, so that neither the bound of resends nor an operator has a say.
  @Test
  void whatStayedUnknownIsTakenOverToBeEndedHoweverOftenItWasResent() {
    Instant old = NOW.minus(GRACE);
    for (int resends = 0; resends <= ClaimProtocol.RESENDS; resends++) {
      Entry unknown = entry(State.UNKNOWN, "fp", "t1", old, 3, resends, null);
      assertThat(judge(unknown, OnUnknown.END)).isEqualTo(takeOver(false, OnUnknown.END));
    }
    assertThat(judge(entry(State.UNKNOWN, "t1", NOW), OnUnknown.END))
        .isEqualTo(new Claim.Unsettled(NOW.plus(GRACE)));
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void otherContentIsRefusedInEveryState(State state) {
    Entry other = entry(state, "other", "t1", NOW, 1, 0, null);
    assertThat(judge(other, OnUnknown.RESEND)).isEqualTo(new Claim.IdReused());
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void whatHasEndedIsADuplicateAndNothingElseIs(State state) {
    Object judgement = judge(entry(state, null, null), OnUnknown.RESEND);
    if (state.ended()) {
      assertThat(judgement).isEqualTo(new Claim.EndedBefore(state));
    } else {
      assertThat(judgement).isInstanceOf(Change.TakeClaim.class);
    }
  }

  @Test
  void anEventThatCameFirstMakesEveryClaimADuplicate() {
    Entry early = entry(State.SENT, null, null, null, 0, 0, "ses-1");
    assertThat(judge(early, OnUnknown.RESEND)).isEqualTo(new Claim.EndedBefore(State.SENT));
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

  @Test
  void aClaimSharesACallAsIfItsUnitWereNewUnlessItWasSeenBefore() {
    ClaimRequest request = request(OnUnknown.RESEND);
    Write<Claim> claim = (Write<Claim>) ClaimProtocol.claim(request, GRACE);
    ProtocolStep.Batched<Claim> batched = claim.batched().orElseThrow();

    assertThat(batched.answer()).isEqualTo(new Claim.Granted(1, false));
    assertThat(batched.write().condition()).isEqualTo(new Condition.Unchanged(Optional.empty()));
    assertThat(batched.write().change()).isEqualTo(claim.write().change());

    ClaimRequest again =
        new ClaimRequest(
            "a", "fp", "transactional", "mine", NOW, NOW.plusSeconds(70), OnUnknown.RESEND, true);
    assertThat(((Write<Claim>) ClaimProtocol.claim(again, GRACE)).batched()).isEmpty();
  }
}
