package dev.postrider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.Interventions.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InterventionsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
  private static final Duration GRACE = Duration.ofMinutes(2);

  private static Optional<Entry> entry(State state, Instant since) {
    return Optional.of(new Entry("id", state, "fp", "token", since, 1, 0, null));
  }

  private static Judgement free(Optional<Entry> entry, State from) {
    return Interventions.free(entry, "fp", from, NOW, GRACE);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void only_what_waits_for_an_operator_or_is_claimable_becomes_free(State state) {
    Judgement judgement = free(entry(state, NOW), State.HELD);
    boolean moves = judgement instanceof Judgement.Move;
    boolean isFree =
        judgement instanceof Judgement.Answer(Intervention i) && i instanceof Intervention.Done;

    assertThat(moves).isEqualTo(state == State.HELD);
    assertThat(isFree).isEqualTo(state == State.PENDING);
  }

  @Test
  void a_copy_of_one_queue_does_not_free_what_waits_in_another() {
    assertThat(free(entry(State.REJECTED, NOW), State.HELD))
        .isEqualTo(new Judgement.Answer(new Intervention.Ended(State.REJECTED)));
    assertThat(free(entry(State.REJECTED, NOW), State.REJECTED))
        .isEqualTo(new Judgement.Move(State.PENDING));
  }

  @ParameterizedTest
  @EnumSource(names = {"CLAIMED", "UNKNOWN"})
  void an_open_outcome_is_free_only_after_the_grace(State state) {
    assertThat(free(entry(state, NOW.minus(GRACE).plusMillis(1)), State.HELD))
        .isEqualTo(new Judgement.Answer(new Intervention.TooEarly(NOW.plusMillis(1))));
    assertThat(free(entry(state, NOW.minus(GRACE)), State.HELD))
        .isEqualTo(new Judgement.Move(State.PENDING));
  }

  @Test
  void another_message_under_the_same_id_is_never_touched() {
    assertThat(Interventions.free(entry(State.HELD, NOW), "other", State.HELD, NOW, GRACE))
        .isEqualTo(new Judgement.Answer(new Intervention.Reused()));
  }

  @Test
  void what_the_ledger_does_not_know_is_free_and_can_be_cancelled() {
    assertThat(free(Optional.empty(), State.HELD))
        .isEqualTo(new Judgement.Answer(new Intervention.Done()));
    assertThat(Interventions.cancel(Optional.empty(), NOW))
        .isEqualTo(new Judgement.Move(State.CANCELLED));
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void only_what_has_not_ended_and_is_not_being_sent_is_cancelled(State state) {
    Judgement judgement = Interventions.cancel(entry(state, NOW.plusSeconds(1)), NOW);
    Set<State> cancellable = Set.of(State.PENDING, State.HELD, State.UNKNOWN, State.CANCELLED);

    assertThat(judgement instanceof Judgement.Move).isEqualTo(cancellable.contains(state));
  }

  @Test
  void a_claim_can_be_cancelled_once_its_lease_is_over() {
    assertThat(Interventions.cancel(entry(State.CLAIMED, NOW.plusSeconds(1)), NOW))
        .isEqualTo(new Judgement.Answer(new Intervention.TooEarly(NOW.plusSeconds(1))));
    assertThat(Interventions.cancel(entry(State.CLAIMED, NOW), NOW))
        .isEqualTo(new Judgement.Move(State.CANCELLED));
  }
}
