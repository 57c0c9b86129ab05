package dev.postrider.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.DeliveryLedger.ReportOutcome;
import dev.postrider.ledger.UnitRecord.RecipientReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the ledger tells of a unit.
class UnitRecordTest {
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

  private static UnitRecord unit(
      @Nullable Instant createdAt, Map<String, RecipientStatus> recipients) {
    Entry entry =
        new Entry(
            "a", State.SENT, "fp", null, null, 1, 0, "ses-1", createdAt, Set.of(), recipients);
    return new UnitRecord(
        entry, "news", "", Optional.empty(), List.of(), List.of(), "", Optional.empty());
  }

  @Test
  void aUnitIsKnownSinceItsEntryWasMade() {
    assertThat(unit(AT, Map.of()).createdAt()).contains(AT);
    assertThat(unit(null, Map.of()).createdAt()).isEmpty();
  }

  @Test
  void itsRecipientsAreThoseOfItsEntry() {
    Map<String, RecipientStatus> recipients = Map.of("ann", RecipientStatus.DELIVERED);

    assertThat(unit(AT, recipients).recipients()).isEqualTo(recipients);
  }

  @Test
  void ofSeveralReportsOfOneRecipientTheMostSevereCounts() {
    List<RecipientReport> reports =
        List.of(
            new RecipientReport("ann", RecipientStatus.COMPLAINED, AT),
            new RecipientReport("ann", RecipientStatus.DELIVERED, AT.plusSeconds(1)),
            new RecipientReport("bob", RecipientStatus.DELAYED, AT),
            new RecipientReport("bob", RecipientStatus.BOUNCED, AT));

    assertThat(UnitRecord.mostSevere(reports))
        .isEqualTo(Map.of("ann", RecipientStatus.COMPLAINED, "bob", RecipientStatus.BOUNCED));
    assertThat(UnitRecord.mostSevere(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, false, false", "false, true, false", "false, false, true"})
  void whatTwoWritesOfAnEventChangedIsWhatEitherChanged(
      boolean settled, boolean sentTwice, boolean unknownUnit) {
    ReportOutcome one = new ReportOutcome(settled, sentTwice, unknownUnit);

    assertThat(one.and(ReportOutcome.NOTHING)).isEqualTo(one);
    assertThat(ReportOutcome.NOTHING.and(one)).isEqualTo(one);
    assertThat(ReportOutcome.NOTHING.and(ReportOutcome.NOTHING)).isEqualTo(ReportOutcome.NOTHING);
  }
}
