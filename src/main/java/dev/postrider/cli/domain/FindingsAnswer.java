package dev.postrider.cli.domain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.Words;
import dev.postrider.domain.Finding;
import dev.postrider.domain.Findings;
import dev.postrider.domain.Target;
import dev.postrider.domain.Verdict;
import java.util.List;
import java.util.stream.Collectors;

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
