package dev.postrider.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import dev.postrider.local.ses.Fault;
import dev.postrider.local.ses.FaultInjector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The faults that cost others mail, over real protocols: nothing is lost, nothing goes out twice.
/// The simulation has more of them; here are the adapters, the SDK and true processes.
class FaultsIT {
  private static FaultyDay day;

  /// How many copies earlier tests left in the held queue.
  private static int held;

  @BeforeAll
  static void start() {
    day = new FaultyDay();
  }

  @AfterAll
  static void stop() {
    day.close();
  }

  @BeforeEach
  void calm() {
    faults().clear();
  }

  private static FaultInjector faults() {
    return day.stack.ses().faults();
  }

  /// SES keeps its answers back until the kill: what it has accepted by then, nobody has recorded.
  @Test
  void aDispatcherThatIsKilledInMidBatchLosesNothingAndSendsNothingTwice() {
    day.rate(20);
    faults()
        .next(
            FaultInjector.WITHOUT_END, new Fault.DelayAnswer(Duration.ofSeconds(30)), "SendEmail");

    List<String> ids = day.enqueue("kill", 60);
    day.await("some were accepted", () -> day.accepted(ids).size() >= 8);
    int killed = day.stack.dispatch().killAll();
    faults().clear();

    assertThat(killed).isPositive();
    assertThat(day.accepted(ids)).as("in mid-batch").hasSizeLessThan(60);
    day.assertSentOnceAndNothingLeft(ids, held);
  }

  /// Of one marketing mail, too, SES's answer stays away: nothing can settle it but an operator.
  @Test
  void aConnectionThatBreaksBeforeOrAfterSesAcceptedLosesNothingAndSendsNothingTwice() {
    day.rate(100);
    int before = day.stack.ses().counters().requests("SendEmail");
    faults().next(1, new Fault.CloseAfterReading(), "SendEmail");
    day.enqueueBody(FaultyDay.mail("hold-0", "success", "\"stream\":\"marketing\""));
    day.await("it was offered", () -> day.stack.ses().counters().requests("SendEmail") > before);

    String entries =
        IntStream.range(0, 20)
            .mapToObj(i -> "{\"to\":\"success+drop-p-%d@simulator.amazonses.com\"}".formatted(i))
            .collect(Collectors.joining(","));
    faults().next(5, new Fault.AcceptThenDrop(), "SendEmail");
    faults().next(5, new Fault.CloseAfterReading(), "SendEmail");
    faults().next(5, new Fault.DropBeforeReading(), "SendEmail");
    faults().next(1, new Fault.AcceptThenDrop(), "SendBulkEmail");

    List<String> keys = new ArrayList<>(day.enqueue("drop", 40));
    day.enqueueBody(
        "{\"id\":\"drop-p\",\"template\":{\"subject\":\"Hi\",\"text\":\"Hello\"},\"recipients\":[%s]}"
            .formatted(entries));
    IntStream.range(0, 20).forEach(i -> keys.add("drop-p#" + i));

    held++;
    day.await("one is held", () -> day.stack.depth(day.stack.queues().held()) == held);
    day.assertSentOnceAndNothingLeft(keys, held);
    assertThat(day.recorded("hold-0").entry().state()).isEqualTo(State.HELD);
    assertThat(day.accepted(List.of("hold-0"))).isEmpty();
  }

  /// SES allows 10 a second and says 400. Two thousand mails wait; then it allows what it says.
  @Test
  void throttlingUnderABacklogDelaysMailAndNoMore() {
    day.rate(400);
    day.stack.ses().account().throttleAt(10);

    List<String> ids = day.enqueue("slow", 2_000);
    day.await(
        "SES throttles, and the pace has come down to it",
        () -> day.accepted(ids).size() >= 60 && day.pace().ratePerSecond() < 80);
    assertThat(day.stack.ses().counters().throttledMessages()).isPositive();
    assertThat(day.accepted(ids)).hasSizeLessThan(2_000);
    day.stack.ses().account().throttleAt(400);

    day.assertSentOnceAndNothingLeft(ids, held);
  }

  @Test
  void eventsThatAreLateDoubledAndInAnyOrderChangeNothing() {
    day.rate(100);
    faults().randomly(0.4, 1, new Fault.DoubleEvent());
    faults().randomly(0.3, 2, new Fault.DelayEvent(Duration.ofSeconds(2)));
    faults().randomly(0.3, 3, new Fault.ReverseEvents());
    faults().next(8, new Fault.AcceptThenDrop(), "SendEmail");

    List<String> ids = new ArrayList<>(day.enqueue("late", 30));
    for (String mailbox : List.of("bounce", "complaint")) {
      String id = "late-" + mailbox;
      day.enqueueBody(FaultyDay.mail(id, mailbox));
      ids.add(id);
    }

    day.assertSentOnceAndNothingLeft(ids, held);
    assertThat(day.statuses("late-bounce")).containsExactly(RecipientStatus.BOUNCED);
    assertThat(day.statuses("late-complaint")).containsExactly(RecipientStatus.COMPLAINED);
    ids.stream()
        .filter(id -> id.matches("late-\\d+"))
        .forEach(
            id -> assertThat(day.statuses(id)).as(id).containsExactly(RecipientStatus.DELIVERED));
    assertThat(day.stack.ses().counters().publishedEvents().get("Send")).isGreaterThan(ids.size());
  }
}
