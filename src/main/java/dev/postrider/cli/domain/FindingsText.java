package dev.postrider.cli.domain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.domain.Finding;
import dev.postrider.domain.Findings;
import dev.postrider.domain.Target;
import dev.postrider.domain.Verdict;
import java.util.Locale;

/// Writes a check's report.
final class FindingsText {
  private static final String INDENT = " ".repeat(11);

  private FindingsText() {}

  /// For people: a line for each point that passes, four for each that does not.
  static String text(Target target, Findings findings) {
    StringBuilder text = new StringBuilder();
    findings.all().forEach(finding -> append(text, finding));
    text.append('\n')
        .append(target.domain())
        .append(" in ")
        .append(target.region())
        .append(": ")
        .append(count(findings, Verdict.FAILURE, "failure"))
        .append(", ")
        .append(count(findings, Verdict.WARNING, "warning"))
        .append(", ")
        .append(findings.count(Verdict.UNCHECKED))
        .append(" unchecked, ")
        .append(findings.count(Verdict.PASS))
        .append(" passed");
    return text.toString();
  }

  private static void append(StringBuilder text, Finding finding) {
    text.append("%-9s  %-18s  ".formatted(finding.verdict(), finding.point().text()))
        .append(TerminalWriter.cell(finding.subject()));
    if (finding.verdict() == Verdict.PASS) {
      text.append(": ").append(TerminalWriter.cell(finding.found())).append('\n');
      return;
    }
    line(text, "found     ", finding.found());
    line(text, "expected  ", finding.expected());
    line(text, "do        ", finding.action());
    text.append('\n');
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append('\n').append(INDENT).append(name).append(TerminalWriter.cell(value));
  }

  private static String count(Findings findings, Verdict verdict, String word) {
    long count = findings.count(verdict);
    return count + " " + word + (count == 1 ? "" : "s");
  }

  /// For machines.
  static String json(Target target, Findings findings) {
    ObjectNode root =
        Json.object()
            .put("domain", target.domain().text())
            .put("from", target.from().text())
            .put("region", target.region())
            .put("verdict", lower(findings.verdict()));
    ArrayNode array = root.putArray("findings");
    for (Finding finding : findings.all()) {
      array
          .addObject()
          .put("point", finding.point().text())
          .put("subject", finding.subject())
          .put("verdict", lower(finding.verdict()))
          .put("found", finding.found())
          .put("expected", finding.expected())
          .put("action", finding.action());
    }
    return Json.text(root);
  }

  private static String lower(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
