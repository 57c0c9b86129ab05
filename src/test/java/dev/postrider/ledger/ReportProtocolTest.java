package dev.postrider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.DeliveryLedger.ReportOutcome;
import dev.postrider.ledger.UnitRecord.RecipientReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How many writes an event costs, and of what.
class ReportProtocolTest {
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

  private final List<ConditionalWrite> writes = new ArrayList<>();
  private Optional<Entry> entry = Optional.of(sent("ses-1", Map.of()));

  private static Entry sent(String sesMessageId, Map<String, RecipientStatus> recipients) {
    return new Entry(
        "order-1", State.SENT, "fp", null, null, 1, 0, sesMessageId, AT, Set.of(), recipients);
  }

  private ReportOutcome record(Map<String, RecipientStatus> recipients) {
    return ReportProtocol.record(new DeliveryReport("order-1", "ses-1", AT, AT, recipients))
        .finish(
            step -> {
              writes.add(step.write());
              Optional<Entry> before = entry;
              if (!step.write().condition().holds(before)) {
                return step.refused().apply(before);
              }
              entry = Optional.of(step.write().applied(before));
              return step.written().apply(before);
            });
  }

  private List<List<String>> recipientsWritten() {
    return writes.stream()
        .map(write -> ((Change.RecordReport) write.change()).reports())
        .map(reports -> reports.stream().map(RecipientReport::recipient).toList())
        .toList();
  }

  @Test
  void anEventIsOneWriteForAllItsRecipients() {
    ReportOutcome learnt =
        record(Map.of("ann", RecipientStatus.DELIVERED, "bob", RecipientStatus.DELIVERED));

    assertThat(recipientsWritten()).containsExactly(List.of("ann", "bob"));
    assertThat(learnt).isEqualTo(ReportOutcome.NOTHING);
    assertThat(entry.orElseThrow().recipients())
        .isEqualTo(Map.of("ann", RecipientStatus.DELIVERED, "bob", RecipientStatus.DELIVERED));
  }

  @Test
  void anEventThatComesAgainIsOneWriteThatChangesNothing() {
    Map<String, RecipientStatus> bounced =
        Map.of("ann", RecipientStatus.BOUNCED, "bob", RecipientStatus.BOUNCED);
    entry = Optional.of(sent("ses-1", bounced));

    assertThat(record(bounced)).isEqualTo(ReportOutcome.NOTHING);
    assertThat(writes).hasSize(1);
    assertThat(entry).contains(sent("ses-1", bounced));
  }

  private static Optional<ReportOutcome> withoutWrite(String sesMessageId, Entry read) {
    return ReportProtocol.withoutWrite(
        new DeliveryReport("order-1", sesMessageId, AT, AT, Map.of()), read);
  }

  @Test
  void aSendEventOfAUnitThatIsSentNeedsNoWrite() {
    assertThat(withoutWrite("ses-1", sent("ses-1", Map.of()))).contains(ReportOutcome.NOTHING);
  }

  @Test
  void aSendEventUnderAnotherIdIsWritten() {
    assertThat(withoutWrite("ses-2", sent("ses-1", Map.of()))).isEmpty();
  }

  /// The entry may be some writes behind: it need not be that of the event's mail.
  @ParameterizedTest
  @EnumSource(value = State.class, names = "SENT", mode = EnumSource.Mode.EXCLUDE)
  void ofAUnitThatIsNotSentNothingIsConcluded(State state) {
    Entry read = new Entry("order-1", state, "fp", "t", AT, 1, 0, null, AT, Set.of(), Map.of());

    assertThat(withoutWrite("ses-1", read)).isEmpty();
  }

  @Test
  void whatIsNewsIsWrittenAloneWhereTheRestWasKnown() {
    entry = Optional.of(sent("ses-1", Map.of("ann", RecipientStatus.COMPLAINED)));

    var _ = record(Map.of("ann", RecipientStatus.BOUNCED, "bob", RecipientStatus.BOUNCED));

    assertThat(recipientsWritten()).containsExactly(List.of("ann", "bob"), List.of("bob"));
    assertThat(entry.orElseThrow().recipients())
        .isEqualTo(Map.of("ann", RecipientStatus.COMPLAINED, "bob", RecipientStatus.BOUNCED));
  }

  @Test
  void aSecondSendIsFoundWhereAllThatTheEventSaysWasKnown() {
    entry = Optional.of(sent("ses-0", Map.of("ann", RecipientStatus.DELIVERED)));

    assertThat(record(Map.of("ann", RecipientStatus.DELIVERED)))
        .isEqualTo(new ReportOutcome(false, true, false));
    assertThat(writes.getLast().change()).isEqualTo(new Change.RecordFurtherSend("ses-1"));
  }
}
