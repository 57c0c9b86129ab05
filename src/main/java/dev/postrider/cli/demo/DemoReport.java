package dev.postrider.cli.demo;

import dev.postrider.local.ses.SesCounters;
import dev.postrider.suppression.Suppression;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionStore;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/// The demonstration's tables. Its addresses are the mailbox simulator's, so that they may be
/// shown.
final class DemoReport {
  private final PrintWriter out;

  DemoReport(PrintWriter out) {
    this.out = out;
  }

  void messages(List<DemoCheck.DemoOutcome> rows) {
    int width = rows.stream().mapToInt(row -> row.title().length()).max().orElse(0);
    out.println();
    out.println("What became of each message");
    for (DemoCheck.DemoOutcome row : rows) {
      out.printf(
          "  %s  %-" + width + "s  %s%n",
          row.right() ? "ok  " : "WRONG",
          row.title(),
          row.became());
    }
  }

  void suppressions(List<SuppressionStore.StoredFacts> entries, Instant now) {
    out.println();
    out.println("The suppression table");
    for (SuppressionStore.StoredFacts entry : entries) {
      String effect =
          SuppressionPolicy.DEFAULT
              .effective(entry.facts(), now)
              .map(DemoReport::describe)
              .orElse("nothing that suppresses");
      out.printf(
          "  %s  %-42s %-10s %s%n",
          DemoCheck.suppresses(entry, now) ? "ok  " : "WRONG",
          entry.key().address(),
          entry.key().scope().text(),
          effect);
    }
  }

  private static String describe(Suppression suppression) {
    return suppression.reason()
        + (suppression.expiresAt() == null ? ", no expiry" : " until " + suppression.expiresAt());
  }

  void calls(SesCounters tally) {
    out.println();
    out.printf(
        "SES: %d SendEmail calls, %d SendBulkEmail calls, %d messages accepted%n",
        tally.requests("SendEmail"), tally.requests("SendBulkEmail"), tally.acceptedMessages());
    out.flush();
  }
}
