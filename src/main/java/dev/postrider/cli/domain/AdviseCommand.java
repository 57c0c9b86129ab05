package dev.postrider.cli.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.Words;
import dev.postrider.domain.Advice;
import dev.postrider.domain.Adviser;
import dev.postrider.domain.DomainCheck;
import dev.postrider.domain.Verdict;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.report.AggregateReport;
import dev.postrider.domain.report.Bounds;
import dev.postrider.domain.report.ReadReport;
import dev.postrider.domain.report.ReportFile;
import dev.postrider.domain.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postrider domain advise`: the next safe step towards `p=reject`.
@Command(
    name = "advise",
    description = {
      "Checks the domain, and says the next safe step.",
      "The steps of its DMARC policy are none, quarantine and reject."
    },
    footer = {
      "",
      "Examples:",
      "  postrider domain advise example.com",
      "  postrider domain advise example.com --report reports/*"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the step is named",
      "1:the step is named from the reports that could be read; others were refused",
      "2:something could not be checked; or wrong usage"
    })
final class AdviseCommand extends OneDomainCommand {
  @Option(
      names = "--report",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Judge by these: XML, .gz, .zip or mail.")
  private List<Path> files = new ArrayList<>();

  @Override
  int run(DomainConnection connection) {
    ReportFiles read = ReportFiles.read(files);
    int refused = read.refused().stream().mapToInt(output::failed).max().orElse(ExitCodes.DONE);
    DomainCheck.Report report = connection.check();
    DnsName from = connection.target().from();
    Advice advice =
        new Adviser(
                from,
                report.findings(),
                report.dmarc(),
                about(read.reports(), from),
                environment().clock().instant())
            .advice();
    int exitCode = output.answer(nextStep(advice));
    return report.findings().verdict() == Verdict.UNCHECKED
        ? ExitCodes.NOT_RUN
        : Math.max(exitCode, refused);
  }

  /// Of the reports about this domain, or the one above it whose record it inherits.
  private static List<AggregateReport> about(List<AggregateReport> reports, DnsName from) {
    return reports.stream()
        .filter(
            report -> ("." + from.text()).endsWith("." + report.domain().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private NextStep nextStep(Advice advice) {
    String record = advice.record();
    return new NextStep(
        advice.step().text(),
        advice.action(),
        advice.why(),
        record == null ? null : advice.name(),
        record,
        line(Text.of("next"), advice.action())
            + (record == null ? "" : line(Text.of("record"), Text.verbatim(record)))
            + line(Text.of("why"), advice.why()));
  }

  private String line(Text label, Text value) {
    int width = 2 + TerminalWriter.columns(Text.of("record").in(language()));
    return Words.labelled(label.in(language()), width, value.in(language()));
  }

  /// The step, and the DMARC record that it needs.
  ///
  /// @param name the record's; null when none is to be published
  /// @param record its value; null when none is to be published
  private record NextStep(
      String step,
      Text action,
      Text why,
      @Nullable String name,
      @Nullable String record,
      @JsonIgnore String text)
      implements CommandAnswer {}

  /// Reports read from files.
  ///
  /// @param reports of all files that are reports
  /// @param refused a sentence for every file that is not a report
  record ReportFiles(List<AggregateReport> reports, List<String> refused) {
    ReportFiles {
      reports = List.copyOf(reports);
      refused = List.copyOf(refused);
    }

    static ReportFiles read(List<Path> files) {
      List<AggregateReport> reports = new ArrayList<>();
      List<String> refused = new ArrayList<>();
      for (Path file : files) {
        switch (read(file)) {
          case ReadReport.Read read -> reports.addAll(read.reports());
          case ReadReport.Refused(String why) -> refused.add(file.getFileName() + ": " + why);
        }
      }
      return new ReportFiles(reports, refused);
    }

    private static ReadReport read(Path file) {
      try {
        return ReportFile.read(Files.newInputStream(file), Bounds.USUAL);
      } catch (IOException e) {
        return new ReadReport.Refused("it cannot be opened");
      }
    }
  }
}
