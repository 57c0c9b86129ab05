package dev.postrider.ledger;

import dev.postrider.ledger.DeliveryLedger.ReportOutcome;
import dev.postrider.ledger.ProtocolStep.Concluded;
import dev.postrider.ledger.ProtocolStep.Write;
import dev.postrider.ledger.UnitRecord.RecipientReport;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The steps of an event: one write for all of its recipients; a second one where some of them were
/// known to have fared as badly, and one more where SES accepted the unit twice. Pure.
public final class ReportProtocol {
  private final DeliveryReport report;

  private ReportProtocol(DeliveryReport report) {
    this.report = report;
  }

  public static ProtocolStep<ReportOutcome> record(DeliveryReport report) {
    List<RecipientReport> all =
        new TreeMap<>(report.recipients())
            .entrySet().stream()
                .map(
                    one ->
                        new RecipientReport(
                            one.getKey(),
                            one.getValue(),
                            report.at(),
                            report.diagnostics().getOrDefault(one.getKey(), Diagnostic.NONE)))
                .toList();
    return new ReportProtocol(report).write(all);
  }

  /// What recording the event comes to if nothing need be written for it.
  ///
  /// @param read the unit's entry, which may be some writes behind: of a unit that is not SENT
  ///     there,
  ///     nothing is concluded
  public static Optional<ReportOutcome> withoutWrite(DeliveryReport report, Entry read) {
    Optional<Entry> entry = Optional.of(read);
    return read.state() == State.SENT
            && record(report) instanceof Write<ReportOutcome> write
            && !write.write().condition().holds(entry)
            && write.refused().apply(entry) instanceof Concluded<ReportOutcome>(var outcome)
        ? Optional.of(outcome)
        : Optional.empty();
  }

  private ProtocolStep<ReportOutcome> write(List<RecipientReport> reports) {
    return new Write<>(
        write(
            new Condition.Unreported(report.rowMadeBy(), reports),
            new Change.RecordReport(report.sesMessageId(), reports)),
        before -> concluded(before.filter(Entry::awaitsEvent).isPresent(), before),
        found ->
            found
                .filter(entry -> entry.wasClaimedBy(report.rowMadeBy()))
                .map(entry -> withoutKnown(reports, entry))
                .orElseGet(() -> new Concluded<>(ReportOutcome.UNKNOWN_UNIT)));
  }

  /// Some of it was known: the rest is written alone. What is known only grows, so that this ends.
  private ProtocolStep<ReportOutcome> withoutKnown(List<RecipientReport> reports, Entry entry) {
    List<RecipientReport> news =
        reports.stream().filter(one -> Condition.Unreported.isNews(one, entry)).toList();
    return news.isEmpty() ? concluded(false, Optional.of(entry)) : write(news);
  }

  /// A further id of SES's is written last: where a write before it fails, the event comes again
  /// and finds it unwritten.
  ///
  /// @param settled true if the entry was one that only an event could settle
  private ProtocolStep<ReportOutcome> concluded(boolean settled, Optional<Entry> found) {
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
