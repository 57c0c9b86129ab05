package dev.postrider.cli.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.ops.SyncPlan.ListedAddress;
import dev.postrider.cli.ops.SyncPlan.NewFact;
import dev.postrider.cli.ops.SyncPlan.NewSesEntry;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncPlanTest {
  private static final Instant T1 = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant T2 = T1.plusSeconds(60);
  private static final Instant NOW = T1.plusSeconds(3_600);

  private static Facts facts(SuppressionFact... facts) {
    Facts all = Facts.NONE;
    for (SuppressionFact fact : facts) {
      all = all.with(fact, SuppressionPolicy.DEFAULT);
    }
    return all;
  }

  private static SyncPlan plan(List<ListedAddress> listed, Map<String, Facts> ours) {
    return SyncPlan.of(listed, ours, SuppressionPolicy.DEFAULT, NOW);
  }

  @Test
  void what_only_ses_knows_is_learnt_with_its_reason_and_time() {
    assertThat(plan(List.of(new ListedAddress("A@Example.com", true, T1)), Map.of()).learn())
        .containsExactly(
            new NewFact("a@example.com", new SuppressionFact.Marked(Mark.COMPLAINT, T1)));
  }

  @Test
  void bounces_and_complaints_that_ses_does_not_know_are_told_and_others_are_not() {
    Map<String, Facts> ours =
        Map.of(
            "bounced@example.com", facts(new SuppressionFact.Marked(Mark.HARD_BOUNCE, T1)),
            "manual@example.com", facts(new SuppressionFact.Manual(T1, null, null)),
            "left@example.com", facts(new SuppressionFact.Marked(Mark.UNSUBSCRIBED, T1)));

    assertThat(plan(List.of(), ours).tell())
        .containsExactly(new NewSesEntry("bounced@example.com", false));
  }

  @Test
  void an_entry_that_was_removed_here_later_is_taken_off_in_the_case_that_ses_stores() {
    Map<String, Facts> ours =
        Map.of("a@example.com", facts(new SuppressionFact.Marked(Mark.REMOVED, T2)));

    SyncPlan plan = plan(List.of(new ListedAddress("A@Example.COM", false, T1)), ours);

    assertThat(plan.takeBack()).containsExactly("A@Example.COM");
    assertThat(plan.learn()).isEmpty();
  }

  @Test
  void an_entry_that_is_younger_than_the_removal_is_learnt() {
    Map<String, Facts> ours =
        Map.of("a@example.com", facts(new SuppressionFact.Marked(Mark.REMOVED, T1)));

    assertThat(plan(List.of(new ListedAddress("a@example.com", false, T2)), ours).learn())
        .hasSize(1);
  }

  @Test
  void what_ses_had_listed_when_it_was_removed_here_is_taken_off() {
    Map<String, Facts> ours =
        Map.of(
            "a@example.com",
            facts(
                new SuppressionFact.Marked(Mark.HARD_BOUNCE, T1),
                new SuppressionFact.Marked(Mark.REMOVED, T1),
                new SuppressionFact.Marked(Mark.REMOVED_BY_CLOCK, T2)));

    assertThat(plan(List.of(new ListedAddress("a@example.com", false, T2)), ours).takeBack())
        .hasSize(1);
    assertThat(plan(List.of(new ListedAddress("a@example.com", false, NOW)), ours).learn())
        .hasSize(1);
  }

  @Test
  void a_complaint_that_was_taken_back_is_taken_off() {
    Map<String, Facts> ours =
        Map.of("a@example.com", facts(new SuppressionFact.Marked(Mark.COMPLAINT_LIFTED, T2)));

    assertThat(plan(List.of(new ListedAddress("a@example.com", true, T1)), ours).takeBack())
        .hasSize(1);
    assertThat(plan(List.of(new ListedAddress("a@example.com", false, T1)), ours).learn())
        .hasSize(1);
  }

  @Test
  void what_both_know_is_left_alone() {
    Map<String, Facts> ours =
        Map.of("a@example.com", facts(new SuppressionFact.Marked(Mark.HARD_BOUNCE, T2)));

    assertThat(plan(List.of(new ListedAddress("A@example.com", true, T1)), ours).isEmpty())
        .isTrue();
  }
}
