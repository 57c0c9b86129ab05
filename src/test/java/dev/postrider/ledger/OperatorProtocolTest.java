package dev.postrider.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.ledger.OperatorLedger.UnitOfMail;
import dev.postrider.ledger.ProtocolStep.Concluded;
import dev.postrider.ledger.ProtocolStep.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorProtocolTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
  private static final Duration GRACE = Duration.ofMinutes(2);

  private static Optional<Entry> entry(State state, Instant since) {
    return Optional.of(
        new Entry(
            "id", state, "fp", "token", since, 1, 0, null, Instant.EPOCH, Set.of(), Map.of()));
  }

  private static Object free(Optional<Entry> entry, State from) {
    return free(entry, "fp", from);
  }

  private static Object free(Optional<Entry> entry, String fingerprint, State from) {
    UnitOfMail unit = new UnitOfMail("id", fingerprint);
    return outcome(OperatorProtocol.free(unit, entry, from, NOW, GRACE), entry);
  }

  private static Object cancel(Optional<Entry> entry) {
    return outcome(OperatorProtocol.cancel("id", entry, NOW), entry);
  }

  /// The answer, or the state to which the entry moves if nobody has changed it.
  private static Object outcome(ProtocolStep<Intervention> step, Optional<Entry> entry) {
    return switch (step) {
      case Concluded<Intervention>(Intervention answer) -> answer;
      case Write<Intervention> write -> {
        assertThat(write.write().condition()).isEqualTo(new Condition.Unchanged(entry));
        yield write.write().applied(entry).state();
      }
    };
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void only_what_waits_for_an_operator_or_is_claimable_becomes_free(State state) {
    Object judgement = free(entry(state, NOW), State.HELD);
    boolean moves = judgement instanceof State;
    boolean isFree = judgement instanceof Intervention.Applied;

    assertThat(moves).isEqualTo(state == State.HELD);
    assertThat(isFree).isEqualTo(state == State.PENDING);
  }

  @Test
  void a_copy_of_one_queue_does_not_free_what_waits_in_another() {
    assertThat(free(entry(State.REJECTED, NOW), State.HELD))
        .isEqualTo(new Intervention.AlreadyEnded(State.REJECTED));
    assertThat(free(entry(State.REJECTED, NOW), State.REJECTED)).isEqualTo(State.PENDING);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLAIMED", "UNKNOWN"})
  void an_open_outcome_is_free_only_after_the_grace(State state) {
    assertThat(free(entry(state, NOW.minus(GRACE).plusMillis(1)), State.HELD))
        .isEqualTo(new Intervention.TooEarly(NOW.plusMillis(1)));
    assertThat(free(entry(state, NOW.minus(GRACE)), State.HELD)).isEqualTo(State.PENDING);
  }

  @Test
  void another_message_under_the_same_id_is_never_touched() {
    assertThat(free(entry(State.HELD, NOW), "other", State.HELD))
        .isEqualTo(new Intervention.OtherMessage());
  }

  @Test
  void what_the_ledger_does_not_know_is_free_and_can_be_cancelled() {
    assertThat(free(Optional.empty(), State.HELD)).isEqualTo(new Intervention.Applied());
    assertThat(cancel(Optional.empty())).isEqualTo(State.CANCELLED);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void only_what_has_not_ended_and_is_not_being_sent_is_cancelled(State state) {
    Object judgement = cancel(entry(state, NOW.plusSeconds(1)));
    Set<State> cancellable = Set.of(State.PENDING, State.HELD, State.UNKNOWN, State.CANCELLED);

    assertThat(judgement instanceof State).isEqualTo(cancellable.contains(state));
  }

  @Test
  void a_claim_can_be_cancelled_once_its_lease_is_over() {
    assertThat(cancel(entry(State.CLAIMED, NOW.plusSeconds(1))))
        .isEqualTo(new Intervention.TooEarly(NOW.plusSeconds(1)));
    assertThat(cancel(entry(State.CLAIMED, NOW))).isEqualTo(State.CANCELLED);
  }

  @Test
  void the_history_says_whether_an_operator_released_or_cancelled() {
    Optional<Entry> held = entry(State.HELD, NOW);

    assertThat(
            move(OperatorProtocol.free(new UnitOfMail("id", "fp"), held, State.HELD, NOW, GRACE)))
        .isEqualTo(new Change.MoveTo(State.PENDING, "RELEASED", Optional.empty(), true));
    assertThat(move(OperatorProtocol.cancel("id", held, NOW)))
        .isEqualTo(new Change.MoveTo(State.CANCELLED, "OPERATOR", Optional.empty(), true));
  }

  private static Change move(ProtocolStep<Intervention> step) {
    return ((Write<Intervention>) step).write().change();
  }

  @Test
  void an_entry_that_changed_since_it_was_read_is_judged_again() {
    Optional<Entry> held = entry(State.HELD, NOW);
    Write<Intervention> write = (Write<Intervention>) OperatorProtocol.cancel("id", held, NOW);

    assertThat(outcome(write.refused().apply(entry(State.SENT, NOW)), held))
        .isEqualTo(new Intervention.AlreadyEnded(State.SENT));
    assertThatThrownBy(() -> write.refused().apply(held))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the ledger's entry id refuses every write");
  }
}
