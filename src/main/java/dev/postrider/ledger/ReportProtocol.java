package dev.postrider.ledger;

import dev.postrider.ledger.DeliveryLedger.ReportOutcome;
import dev.postrider.ledger.ProtocolStep.Concluded;
import dev.postrider.ledger.ProtocolStep.Write;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The steps of an event: one write for a Send event, one a recipient for the others, and one more
/// where SES accepted the unit twice. Pure.
public final class ReportProtocol {
  private final DeliveryReport report;

  /// One element a write: a recipient's report, or none for a Send event.
  private final List<Optional<UnitRecord.RecipientReport>> parts;

  private ReportProtocol(DeliveryReport report) {
    this.report = report;
    Stream<Optional<UnitRecord.RecipientReport>> recipients =
        new TreeMap<>(report.recipients())
            .entrySet().stream()
                .map(
                    one ->
                        new UnitRecord.RecipientReport(
                            one.getKey(),
                            one.getValue(),
                            report.at(),
                            report.diagnostics().getOrDefault(one.getKey(), Diagnostic.NONE)))
                .map(Optional::of);
    this.parts = report.recipients().isEmpty() ? List.of(Optional.empty()) : recipients.toList();
  }

  public static ProtocolStep<ReportOutcome> record(DeliveryReport report) {
    return new ReportProtocol(report).write(0, false);
  }

  /// @param settled true if an earlier write found an entry that only an event could settle
  private ProtocolStep<ReportOutcome> write(int part, boolean settled) {
    return new Write<>(
        write(
            new Condition.Unreported(report.rowMadeBy(), parts.get(part)),
            new Change.RecordReport(report.sesMessageId(), parts.get(part))),
        before -> next(part, settled || before.filter(Entry::awaitsEvent).isPresent(), before),
        found ->
            found.filter(entry -> entry.wasClaimedBy(report.rowMadeBy())).isPresent()
                ? next(part, settled, found)
                : new Concluded<>(ReportOutcome.UNKNOWN_UNIT));
  }

  /// A further id of SES's is written last: where a write before it fails, the event comes again
  /// and finds it unwritten.
  private ProtocolStep<ReportOutcome> next(int part, boolean settled, Optional<Entry> found) {
    if (part + 1 < parts.size()) {
      return write(part + 1, settled);
    }
    Condition further = new Condition.SentUnderOtherId(report.sesMessageId());
    ProtocolStep<ReportOutcome> sentOnce =
        new Concluded<>(new ReportOutcome(settled, false, false));
    return further.holds(found)
        ? new Write<>(
            write(further, new Change.RecordFurtherSend(report.sesMessageId())),
            before -> new Concluded<>(new ReportOutcome(settled, true, false)),
            known -> sentOnce)
        : sentOnce;
  }

  private ConditionalWrite write(Condition condition, Change change) {
    return new ConditionalWrite(report.key(), report.at(), condition, change);
  }
}
