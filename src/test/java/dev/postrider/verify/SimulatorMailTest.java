package dev.postrider.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.ledger.Entry;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatorMailTest {
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

  private static StackVerdict verdict(boolean deliveries, Map<String, RecipientStatus> events) {
    SimulatorMail plain = SimulatorMail.all("t1", AT, deliveries).getFirst();
    String key = plain.units().getFirst();
    Entry entry = new Entry(key, State.SENT, "fp", null, null, 1, 0, "ses-1", AT, Set.of(), events);
    UnitRecord unit =
        new UnitRecord(
            entry, "s", "", Optional.empty(), List.of(), List.of(), "", Optional.empty());
    return plain.verdict(Map.of(key, unit));
  }

  @Test
  void mailHasArrivedWhenSesReportsIt() {
    assertThat(verdict(true, Map.of("ann", RecipientStatus.DELIVERED)))
        .isEqualTo(new StackVerdict.Ok("SENT, DELIVERED"));
    assertThat(verdict(true, Map.of())).isInstanceOf(StackVerdict.Failed.class);
  }

  @Test
  void whereSesReportsNoDeliveriesMailHasArrivedWhenItIsSent() {
    assertThat(verdict(false, Map.of())).isEqualTo(new StackVerdict.Ok("SENT"));
  }

  @Test
  void whatComesBackIsReportedAllTheSame() {
    assertThat(SimulatorMail.all("t1", AT, false))
        .extracting(SimulatorMail::expected)
        .contains(Optional.of(RecipientStatus.BOUNCED), Optional.of(RecipientStatus.COMPLAINED));
  }
}
