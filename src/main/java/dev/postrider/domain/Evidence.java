package dev.postrider.domain;

import dev.postrider.domain.report.ReportSummary;
import dev.postrider.domain.report.Sender;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whether aggregate reports show that a stricter policy would hit none of the domain's own mail.
///
/// @param reports empty when none were given
record Evidence(Optional<ReportSummary> reports) {
  private static final Duration LONG_ENOUGH = Duration.ofDays(13);
  private static final double BEARABLE = 0.01;
  private static final int NAMED_STRANGERS = 5;

  /// What speaks against a stricter policy; empty when nothing does.
  Optional<Advice> objection(String domain) {
    if (reports.isEmpty()) {
      return Optional.of(
          Advice.todo(
              Advice.Step.READ_REPORTS,
              "Collect two weeks of reports, then run: postrider domain advise "
                  + domain
                  + " --report FILE…",
              "Without reports nobody knows whose mail a stricter policy would hit"));
    }
    ReportSummary summary = reports.get();
    if (summary.span().compareTo(LONG_ENOUGH) < 0) {
      return Optional.of(
          Advice.todo(
              Advice.Step.READ_REPORTS,
              "Wait until the reports span two weeks",
              "They span " + summary.span().toDays() + " days; monthly mail is easily missed"));
    }
    return misaligned(summary);
  }

  private static Optional<Advice> misaligned(ReportSummary summary) {
    long ours = messages(summary, Sender.OURS);
    long lost = messages(summary, Sender.SES_UNALIGNED);
    if (ours == 0) {
      return Optional.of(
          Advice.todo(
              Advice.Step.READ_REPORTS,
              "Send some mail through Postrider and wait for its reports",
              "The reports have none of our own mail"));
    }
    return lost > BEARABLE * (ours + lost)
        ? Optional.of(
            Advice.todo(
                Advice.Step.REPAIR,
                "Find which From domain SES sends unaligned ('dmarc read') and verify it as an"
                    + " identity",
                lost + " of " + (ours + lost) + " messages through SES do not align"))
        : Optional.empty();
  }

  /// The figures that allow the step, and who would be hit by it.
  String why() {
    return reports
        .map(
            summary ->
                "Of "
                    + summary.total()
                    + " messages in "
                    + summary.reports()
                    + " reports "
                    + messages(summary, Sender.OURS)
                    + " are ours and align, "
                    + messages(summary, Sender.AUTHORISED)
                    + " come from others that align, "
                    + messages(summary, Sender.STRANGER)
                    + " from strangers"
                    + strangers(summary))
        .orElse("");
  }

  private static String strangers(ReportSummary summary) {
    List<String> addresses =
        summary.sources().stream()
            .filter(source -> source.sender() == Sender.STRANGER)
            .map(ReportSummary.Source::address)
            .distinct()
            .limit(NAMED_STRANGERS)
            .toList();
    return addresses.isEmpty()
        ? ""
        : "; make sure that none of these is yours: " + String.join(", ", addresses);
  }

  private static long messages(ReportSummary summary, Sender sender) {
    return summary.messages().getOrDefault(sender, 0L);
  }
}
