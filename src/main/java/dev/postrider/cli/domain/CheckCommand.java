package dev.postrider.cli.domain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.Words;
import dev.postrider.domain.DomainCheck;
import dev.postrider.domain.Finding;
import dev.postrider.domain.Findings;
import dev.postrider.domain.PropagationWait;
import dev.postrider.domain.Target;
import dev.postrider.domain.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postrider domain check`: what SES and the DNS say, point by point.
@Command(
    name = "check",
    description = "Asks SES and the DNS, and says for each point what was found and what to do.",
    footer = {
      "",
      "Examples:",
      "  postrider domain check example.com",
      "  postrider domain check example.com --authoritative --wait",
      "  postrider domain check example.com --json"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no failure (warnings do not count as failures)",
      "1:at least one failure",
      "2:no failure, but something could not be checked; or wrong usage"
    })
final class CheckCommand extends OneDomainCommand {
  @Option(
      names = "--wait",
      description = "Check repeatedly until nothing fails, or until this time is over.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long --wait goes on, ISO 8601. Default: PT1H.")
  private Duration timeout = Duration.ofHours(1);

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "Time between two checks of --wait. Default: PT30S.")
  private Duration every = Duration.ofSeconds(30);

  @Override
  int run(DomainConnection connection) throws InterruptedException {
    Findings findings = (wait ? waited(connection) : connection.check()).findings();
    return output.answer(FindingsAnswer.of(connection.target(), findings));
  }

  private DomainCheck.Report waited(DomainConnection connection) throws InterruptedException {
    CommandEnvironment environment = environment();
    return new PropagationWait(environment.clock(), environment.pause(), every, timeout)
        .run(connection::check, this::tell);
  }

  private void tell(PropagationWait.Progress progress) {
    Findings findings = progress.report().findings();
    String left =
        findings.all().stream()
            .filter(f -> f.verdict() == Verdict.FAILURE || f.verdict() == Verdict.UNCHECKED)
            .map((Finding finding) -> finding.point().text())
            .distinct()
            .collect(Collectors.joining(", "));
    output.note(
        "check %d after %d s, not yet: %s; again in %d s"
            .formatted(progress.checks(), progress.elapsed().toSeconds(), left, every.toSeconds()));
  }

  /// What a check of a domain found.
  ///
  /// @param verdict what all findings come to
  record FindingsAnswer(@JsonUnwrapped Target target, Verdict verdict, List<Finding> findings)
      implements CommandAnswer {
    private static final String INDENT = " ".repeat(11);

    static FindingsAnswer of(Target target, Findings findings) {
      return new FindingsAnswer(target, findings.verdict(), findings.all());
    }

    @Override
    public int exitCode() {
      return switch (verdict) {
        case PASS, WARNING -> ExitCodes.DONE;
        case FAILURE -> ExitCodes.FAILED;
        case UNCHECKED -> ExitCodes.NOT_RUN;
      };
    }

    /// A line for each point that passes, four for each that does not.
    @Override
    public String text() {
      Findings all = new Findings(findings);
      return findings.stream().map(FindingsAnswer::lines).collect(Collectors.joining())
          + "\n%s in %s: %s, %s, %d unchecked, %d passed\n"
              .formatted(
                  target.domain(),
                  target.region(),
                  Words.counted(all.count(Verdict.FAILURE), "failure"),
                  Words.counted(all.count(Verdict.WARNING), "warning"),
                  all.count(Verdict.UNCHECKED),
                  all.count(Verdict.PASS));
    }

    private static String lines(Finding finding) {
      String point =
          "%-9s  %-18s  ".formatted(finding.verdict(), finding.point().text())
              + TerminalWriter.cell(finding.subject());
      return finding.verdict() == Verdict.PASS
          ? point + ": " + TerminalWriter.cell(finding.found()) + "\n"
          : point
              + "\n"
              + Words.labelled(INDENT + "found", 21, finding.found())
              + Words.labelled(INDENT + "expected", 21, finding.expected())
              + Words.labelled(INDENT + "do", 21, finding.action());
    }
  }
}
