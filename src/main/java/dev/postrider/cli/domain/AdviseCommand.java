package dev.postrider.cli.domain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.domain.Advice;
import dev.postrider.domain.Adviser;
import dev.postrider.domain.DomainCheck;
import dev.postrider.domain.Verdict;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.report.AggregateReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `postrider domain advise`: the next safe step towards `p=reject`.
@Command(
    name = "advise",
    description = "Check the domain, and say the next safe step: none, quarantine, reject.",
    footer = {
      "",
      "Examples:",
      "  postrider domain advise example.com",
      "  postrider domain advise example.com --report reports/*"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the step is named",
      "1:the step is named, by the reports that could be read; others were refused",
      "2:something could not be checked; or wrong usage"
    })
final class AdviseCommand implements Callable<Integer> {
  @ParentCommand private DomainCommand parent;
  @Spec private CommandSpec spec;
  @Mixin private DomainOptions options = new DomainOptions();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      arity = "1..*",
      description = "DMARC reports to judge by: XML, .gz, .zip or mail.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    ReportFiles read = ReportFiles.read(files);
    read.refused()
        .forEach(
            line -> spec.commandLine().getErr().println(TerminalWriter.cell("postrider: " + line)));
    try (DomainSession session = options.open(parent.outside())) {
      DomainCheck.Report report = session.check();
      DnsName from = session.target().from();
      Advice advice =
          new Adviser(
                  from,
                  report.findings(),
                  report.dmarc(),
                  about(read.reports(), from),
                  parent.outside().clock().instant())
              .advice();
      spec.commandLine().getOut().println(json ? json(advice) : text(advice));
      if (report.findings().verdict() == Verdict.UNCHECKED) {
        return 2;
      }
      return read.refused().isEmpty() ? 0 : 1;
    }
  }

  /// Of the reports about this domain, or the one above it whose record it inherits.
  private static List<AggregateReport> about(List<AggregateReport> reports, DnsName from) {
    return reports.stream()
        .filter(report -> isAbout(report.domain().toLowerCase(Locale.ROOT), from.text()))
        .toList();
  }

  private static boolean isAbout(String domain, String from) {
    return from.equals(domain) || from.endsWith("." + domain);
  }

  private static String text(Advice advice) {
    String record =
        advice.record() == null ? "" : "\nrecord  " + TerminalWriter.cell(advice.record());
    return "next    " + advice.action() + record + "\nwhy     " + advice.why();
  }

  private static String json(Advice advice) {
    ObjectNode node =
        Json.object()
            .put("step", advice.step().text())
            .put("action", advice.action())
            .put("why", advice.why());
    if (advice.record() != null) {
      node.put("name", advice.name()).put("record", advice.record());
    }
    return Json.text(node);
  }
}
