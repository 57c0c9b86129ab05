package dev.postrider.aws;

import static dev.postrider.aws.ItemAttributes.number;

import dev.postrider.ledger.Diagnostic;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The history that an item of the ledger carries, written by the updates that happen anyway.
///
/// `steps` is a list of texts, `epoch ms, state, detail`, in the order of the writes. A claim that
/// is let go without a send can happen without bound: of those only the first few are steps, and
/// `claims` counts them all. A write that the SDK repeats after a lost answer can stand there
/// twice, with one time.
///
/// `r_HASH` is what became of a recipient, the most severe first: a list of rank and epoch ms, with
/// the code as a text behind them where SES or the recipient's server named one.
final class LedgerHistory {
  static final String STEPS = "steps";
  private static final String RECIPIENT = "r_";

  private LedgerHistory() {}

  /// A step as an element of `steps`.
  static AttributeValue step(UnitRecord.HistoryStep step) {
    String text = "%d %s %s".formatted(step.at().toEpochMilli(), step.state(), step.detail());
    return AttributeValue.fromL(List.of(AttributeValue.fromS(text.strip())));
  }

  /// The attribute of a recipient's reports.
  static String attribute(String recipient) {
    return RECIPIENT + recipient;
  }

  /// A report as the two or three elements of its attribute.
  static AttributeValue report(UnitRecord.RecipientReport report) {
    AttributeValue rank = number(report.status().rank());
    AttributeValue at = number(report.at().toEpochMilli());
    String code = report.diagnostic().code();
    return AttributeValue.fromL(
        code.isEmpty() ? List.of(rank, at) : List.of(rank, at, AttributeValue.fromS(code)));
  }

  static List<UnitRecord.HistoryStep> steps(Map<String, AttributeValue> item) {
    AttributeValue steps = item.get(STEPS);
    return steps == null
        ? List.of()
        : steps.l().stream().map(step -> step(step.s())).distinct().toList();
  }

  private static UnitRecord.HistoryStep step(String text) {
    String[] parts = text.split(" ", 3);
    return new UnitRecord.HistoryStep(
        Instant.ofEpochMilli(Long.parseLong(parts[0])),
        State.valueOf(parts[1]),
        parts.length < 3 ? "" : parts[2]);
  }

  /// What SES's events said of the recipients, in the order in which it happened.
  static List<UnitRecord.RecipientReport> reports(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .filter(attribute -> attribute.getKey().startsWith(RECIPIENT))
        .flatMap(
            attribute ->
                reports(attribute.getKey().substring(RECIPIENT.length()), attribute.getValue().l())
                    .stream())
        .sorted(Comparator.comparing(UnitRecord.RecipientReport::at))
        .toList();
  }

  private static List<UnitRecord.RecipientReport> reports(String hash, List<AttributeValue> list) {
    List<UnitRecord.RecipientReport> reports = new ArrayList<>();
    for (int i = 0; i + 1 < list.size(); ) {
      boolean hasCode = i + 2 < list.size() && list.get(i + 2).s() != null;
      reports.add(
          new UnitRecord.RecipientReport(
              hash,
              ofRank(Integer.parseInt(list.get(i).n())),
              Instant.ofEpochMilli(Long.parseLong(list.get(i + 1).n())),
              hasCode ? Diagnostic.of(list.get(i + 2).s()) : Diagnostic.NONE));
      i += hasCode ? 3 : 2;
    }
    return reports;
  }

  private static RecipientStatus ofRank(int rank) {
    return Arrays.stream(RecipientStatus.values())
        .filter(status -> status.rank() == rank)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the ledger holds an unknown rank " + rank));
  }
}
