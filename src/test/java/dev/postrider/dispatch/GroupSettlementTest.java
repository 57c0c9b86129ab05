package dev.postrider.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.dispatch.Finished.FinishedUnit;
import dev.postrider.email.Decoded;
import dev.postrider.ledger.Claim;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.ClaimRequest.OnUnknown;
import dev.postrider.ledger.Ledger;
import dev.postrider.ledger.Settled;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Which settlements share a call to the ledger.
class GroupSettlementTest {
  private final DispatcherFixture world = new DispatcherFixture();
  private final List<List<String>> calls = new ArrayList<>();
  private Runnable whileWriting = () -> {};
  private final BatchLog log = new BatchLog();
  private volatile boolean listening = true;
  private final GroupSettlement settling =
      new GroupSettlement(
          new OutcomeRecorder(
              new Listening(),
              DispatcherFixture.POLICY,
              new Backoff(new Random(7)),
              world.clock,
              world.clock,
              DispatcherFixture.GRACE),
          Instant.MAX);

  /// The ledger in memory; others may come while it writes.
  private final class Listening implements Ledger {
    @Override
    public List<Claim> claim(List<ClaimRequest> requests, Instant until) {
      throw new AssertionError("nothing is claimed");
    }

    @Override
    public List<Settled> settle(List<Settlement> settlements, Instant until) {
      if (!listening) {
        return Collections.nCopies(settlements.size(), new Settled.Confirmed());
      }
      calls.add(settlements.stream().map(Settlement::key).toList());
      Runnable meanwhile = whileWriting;
      whileWriting = () -> {};
      meanwhile.run();
      return world.memory.settle(settlements, until);
    }
  }

  /// A unit that SES has accepted.
  private FinishedUnit sent(String id) {
    Instant now = world.clock.instant();
    Received record = world.mail(id);
    Decoded.WellFormed decoded =
        (Decoded.WellFormed) world.decoder.apply(record.body(), record.messageId());
    var email = decoded.email();
    var _ =
        world.memory.claim(
            List.of(
                new ClaimRequest(
                    id,
                    email.fingerprint(),
                    email.stream(),
                    "t",
                    now,
                    now.plus(Duration.ofMinutes(1)),
                    OnUnknown.RESEND)),
            Instant.MAX);
    FinishedUnit unit =
        new Delivery(record, Batch.Lane.MAIL, email, email.units().getFirst())
            .claimed("t", 1, false)
            .ended(new Outcome.Sent("ses-" + id), now);
    log.add(unit);
    return unit;
  }

  private void settle(String... ids) {
    settling.settle(List.of(ids).stream().map(this::sent).toList(), () -> {});
  }

  @Test
  void aCallThatIsAnsweredAloneIsSettledAtOnce() {
    settle("a");
    settle("b");

    assertThat(calls).containsExactly(List.of("a"), List.of("b"));
  }

  /// Settles units while as many settlements as may be are under way.
  private void settleWhileAllSettle(Runnable meanwhile) {
    settleWhile(1, meanwhile);
  }

  private void settleWhile(int underWay, Runnable meanwhile) {
    whileWriting =
        underWay == GroupSettlement.AT_ONCE
            ? meanwhile
            : () -> settleWhile(underWay + 1, meanwhile);
    settle("first" + underWay);
  }

  @Test
  void whatIsAnsweredWhileAsManySettleAsMayShareTheNextCall() {
    settleWhileAllSettle(
        () -> {
          settle("c");
          settle("d", "e");
          assertThat(calls).as("nobody waits for them").hasSize(GroupSettlement.AT_ONCE);
        });
    settling.into(log);

    assertThat(calls).hasSize(GroupSettlement.AT_ONCE + 1).endsWith(List.of("c", "d", "e"));
    assertThat(log.finished()).extracting(Finished::key).endsWith("c", "d", "e");
    for (String id : List.of("first1", "c", "d", "e")) {
      assertThat(world.state(id)).contains(State.SENT);
    }
  }

  @Test
  void whileTheLedgerDoesNotAnswerNobodyWaitsForIt() {
    settleWhileAllSettle(
        () -> {
          settle("c");
          world.clock.advance(GroupSettlement.SOON);
          settle("d");
          assertThat(calls).endsWith(List.of("c", "d"));
        });

    assertThat(calls).hasSize(GroupSettlement.AT_ONCE + 1);
  }

  /// A call whose units another one has taken meanwhile leaves as one, not as two.
  @Test
  void afterManyCallsAtOnceNoMoreSettleThanMay() {
    FinishedUnit unit = sent("a");
    listening = false;
    try (ExecutorService threads = Executors.newFixedThreadPool(2 * GroupSettlement.AT_ONCE)) {
      for (int i = 0; i < 20_000; i++) {
        threads.execute(() -> settling.settle(List.of(unit), () -> {}));
      }
    }
    listening = true;

    settleWhileAllSettle(
        () -> {
          settle("c");
          assertThat(calls).as("it waits for one of them").hasSize(GroupSettlement.AT_ONCE);
        });
    assertThat(calls).endsWith(List.of("c"));
  }

  /// Such as telling the pacer of a throttle: it must not wait until nobody settles any more.
  @Test
  void whatACallDoesNextComesBeforeWhatOthersLeftToIt() {
    List<Integer> callsBefore = new ArrayList<>();
    whileWriting = () -> settle("b");
    settling.settle(
        List.of(sent("a")),
        () -> {
          callsBefore.add(calls.size());
          settle("c");
        });

    assertThat(callsBefore).containsExactly(2);
    assertThat(calls).containsExactly(List.of("a"), List.of("b"), List.of("c"));
  }

  @Test
  void aDefectGivesBackTheUnitsOfItsGroupAloneAndTheNextAreSettled() {
    whileWriting =
        () -> {
          throw new IllegalStateException("a defect of the ledger");
        };
    settle("a");
    settle("b");
    settling.into(log);

    assertThat(log.finished())
        .extracting(one -> one.key() + " " + one.outcome().label())
        .containsExactly("a RETURNED", "b SENT");
    assertThat(log.defects()).hasSize(1);
  }
}
