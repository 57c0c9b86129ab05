package dev.postrider.domain;

import dev.postrider.domain.mail.Policy;
import dev.postrider.domain.report.AggregateReport;
import dev.postrider.domain.report.OwnMail;
import dev.postrider.domain.report.ReportSummary;
import dev.postrider.domain.report.Sender;
import dev.postrider.domain.text.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether aggregate reports show that a stricter policy would hit none of the domain's own mail.
///
/// Two weeks of reports are asked for before each step (decision 0044): of fourteen days out of the
/// last sixty, since what was sent long ago says little of what is sent now. Before the step to
/// reject they must be of quarantine: those are the weeks in which somebody may miss mail.
///
/// @param given all reports about the domain
/// @param usable those that count
/// @param stage what those were made under
record Evidence(List<AggregateReport> given, List<AggregateReport> usable, PolicyStage stage) {
  private static final int DAYS = 14;
  private static final int LATEST_DAYS = 60;
  private static final double BEARABLE = 0.01;
  private static final int NAMED_STRANGERS = 5;

  /// What there is for the next step.
  static Evidence of(List<AggregateReport> given, DmarcFacts dmarc, Instant now) {
    PolicyStage stage = PolicyStage.before(dmarc);
    Instant oldest = now.minus(Duration.ofDays(LATEST_DAYS));
    List<AggregateReport> usable =
        given.stream()
            .filter(report -> report.begin().isBefore(now) && !report.end().isBefore(oldest))
            .filter(report -> stage.accepts(report.published(), dmarc.inherited()))
            .toList();
    return new Evidence(given, usable, stage);
  }

  /// What speaks against a stricter policy; empty when nothing does.
  Optional<Advice> objection(String domain) {
    if (given.isEmpty()) {
      return read(
          Text.of(
              "Collect two weeks of reports, then run: postrider domain advise %s --report "
                  + "FILE…",
              domain),
          Text.of("Without reports nobody knows whose mail a stricter policy would hit"));
    }
    if (days() < DAYS) {
      return read(
          Text.of("Wait until the reports cover two weeks%s", stage.under()),
          Text.of("%s; monthly mail is easily missed", missing()));
    }
    return misaligned(summary());
  }

  private static Optional<Advice> read(Text action, Text why) {
    return Optional.of(Advice.todo(Advice.Step.READ_REPORTS, action, why));
  }

  private Text missing() {
    return usable.isEmpty()
        ? Text.of(
            "None of the %s reports is of the last %s days%s",
            given.size(), LATEST_DAYS, stage.under())
        : Text.of(
            "Of the last %s days they cover %s%s, and it takes %s",
            LATEST_DAYS, days(), stage.under(), DAYS);
  }

  /// Days on which a report begins. A report is of a day; one that claims more counts as one, since
  /// anyone can send it.
  private long days() {
    return usable.stream()
        .map(report -> LocalDate.ofInstant(report.begin(), ZoneOffset.UTC))
        .distinct()
        .count();
  }

  private ReportSummary summary() {
    return ReportSummary.of(usable, new OwnMail(Set.of()));
  }

  private static Optional<Advice> misaligned(ReportSummary summary) {
    long ours = messages(summary, Sender.OURS);
    long lost = messages(summary, Sender.SES_UNALIGNED);
    if (ours == 0) {
      return read(
          Text.of("Send some mail through Postrider and wait for its reports"),
          Text.of("The reports have none of our own mail"));
    }
    return lost > BEARABLE * (ours + lost)
        ? Optional.of(
            Advice.todo(
                Advice.Step.REPAIR,
                Text.of(
                    "Find which From domain SES sends unaligned ('dmarc read') and verify it as "
                        + "an identity"),
                Text.of("%s of %s messages through SES do not align", lost, (ours + lost))))
        : Optional.empty();
  }

  /// The figures that allow the step, and who would be hit by it.
  Text why() {
    ReportSummary summary = summary();
    return Text.of(
        "Of %s messages in %s reports %s are ours and align, %s come from others that align, %s"
            + " from strangers%s",
        summary.total(),
        summary.reports(),
        messages(summary, Sender.OURS),
        messages(summary, Sender.AUTHORISED),
        messages(summary, Sender.STRANGER),
        strangers(summary));
  }

  private static Text strangers(ReportSummary summary) {
    List<String> addresses =
        summary.sources().stream()
            .filter(source -> source.sender() == Sender.STRANGER)
            .map(ReportSummary.Source::address)
            .distinct()
            .limit(NAMED_STRANGERS)
            .toList();
    return addresses.isEmpty()
        ? Text.verbatim("")
        : Text.of("; make sure that none of these is yours: %s", String.join(", ", addresses));
  }

  private static long messages(ReportSummary summary, Sender sender) {
    return summary.messages().getOrDefault(sender, 0L);
  }

  /// What the reports must have been made under, for the next step to rest on them.
  enum PolicyStage {
    /// Any policy will do: the step is to quarantine.
    ANY,
    /// Quarantine or more, if only for a share of the mail: the step is from a share of reject to
    /// all.
    ENFORCED,
    /// Quarantine or more, for all mail: the step is to reject.
    ENFORCED_FOR_ALL;

    /// For the end of a clause; empty when any policy will do.
    private Text under() {
      return switch (this) {
        case ANY -> Text.verbatim("");
        case ENFORCED -> Text.of(" under p=quarantine");
        case ENFORCED_FOR_ALL -> Text.of(" under p=quarantine for all mail");
      };
    }

    /// For the step that comes after the record in force.
    static PolicyStage before(DmarcFacts dmarc) {
      return switch (dmarc.policy()) {
        case NONE -> ANY;
        case QUARANTINE -> dmarc.record().partly() ? ANY : ENFORCED_FOR_ALL;
        case REJECT -> ENFORCED;
      };
    }

    /// Whether a report was made under it.
    ///
    /// @param inherited whether the record is that of the organisational domain, so that `sp` holds
    boolean accepts(AggregateReport.Published published, boolean inherited) {
      boolean enforced =
          Policy.of(inherited ? published.subdomainPolicy() : published.policy())
              .filter(policy -> policy != Policy.NONE)
              .isPresent();
      return switch (this) {
        case ANY -> true;
        case ENFORCED -> enforced;
        case ENFORCED_FOR_ALL -> enforced && !published.partly();
      };
    }
  }
}
