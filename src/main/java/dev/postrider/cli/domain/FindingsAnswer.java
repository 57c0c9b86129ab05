package dev.postrider.cli.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.Words;
import dev.postrider.domain.Finding;
import dev.postrider.domain.Findings;
import dev.postrider.domain.Target;
import dev.postrider.domain.Verdict;
import java.util.List;
import java.util.Locale;

/// What a check of a domain found.
record FindingsAnswer(
    String domain,
    String from,
    String region,
    String verdict,
    List<PointFinding> findings,
    @JsonIgnore Findings all)
    implements CommandAnswer {
  private static final String INDENT = " ".repeat(11);

  /// One finding.
  record PointFinding(
      String point, String subject, String verdict, String found, String expected, String action) {
    static PointFinding of(Finding finding) {
      return new PointFinding(
          finding.point().text(),
          finding.subject(),
          lower(finding.verdict()),
          finding.found(),
          finding.expected(),
          finding.action());
    }
  }

  static FindingsAnswer of(Target target, Findings findings) {
    return new FindingsAnswer(
        target.domain().text(),
        target.from().text(),
        target.region(),
        lower(findings.verdict()),
        findings.all().stream().map(PointFinding::of).toList(),
        findings);
  }

  private static String lower(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  /// A line for each point that passes, four for each that does not.
  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    all.all().forEach(finding -> append(text, finding));
    return text.append('\n')
        .append(
            "%s in %s: %s, %s, %d unchecked, %d passed\n"
                .formatted(
                    domain,
                    region,
                    Words.counted(all.count(Verdict.FAILURE), "failure"),
                    Words.counted(all.count(Verdict.WARNING), "warning"),
                    all.count(Verdict.UNCHECKED),
                    all.count(Verdict.PASS)))
        .toString();
  }

  private static void append(StringBuilder text, Finding finding) {
    text.append("%-9s  %-18s  ".formatted(finding.verdict(), finding.point().text()))
        .append(TerminalWriter.cell(finding.subject()));
    if (finding.verdict() == Verdict.PASS) {
      text.append(": ").append(TerminalWriter.cell(finding.found())).append('\n');
      return;
    }
    text.append('\n')
        .append(Words.labelled(INDENT + "found", 21, finding.found()))
        .append(Words.labelled(INDENT + "expected", 21, finding.expected()))
        .append(Words.labelled(INDENT + "do", 21, finding.action()));
  }
}
