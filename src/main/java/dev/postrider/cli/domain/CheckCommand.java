package dev.postrider.cli.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.TerminalWriter.Colour;
import dev.postrider.cli.output.Words;
import dev.postrider.domain.DomainCheck;
import dev.postrider.domain.Finding;
import dev.postrider.domain.Findings;
import dev.postrider.domain.PropagationWait;
import dev.postrider.domain.Target;
import dev.postrider.domain.Verdict;
import dev.postrider.domain.text.Language;
import dev.postrider.domain.text.Text;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postrider domain check`: what SES and the DNS say, point by point.
@Command(
    name = "check",
    description = {
      "Asks SES and the DNS about each point of the domain.",
      "Says of each what was found, what was expected and what to do."
    },
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
  @Option(names = "--wait", description = "Check until nothing fails, or --timeout is over.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long --wait goes on. Default: 1h.")
  private Duration timeout = Duration.ofHours(1);

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "Between two checks of --wait. Default: 30s.")
  private Duration every = Duration.ofSeconds(30);

  @Override
  int run(DomainConnection connection) throws InterruptedException {
    Findings findings = (wait ? waited(connection) : connection.check()).findings();
    return output.answer(FindingsAnswer.of(connection.target(), findings, language()));
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
        Text.of(
                "check %s after %s s, not yet: %s; again in %s s",
                progress.checks(), progress.elapsed().toSeconds(), left, every.toSeconds())
            .in(language()));
  }

  /// What a check of a domain found.
  ///
  /// @param verdict what all findings come to
  /// @param language of the text; JSON stays English
  record FindingsAnswer(
      @JsonUnwrapped Target target,
      Verdict verdict,
      List<Finding> findings,
      @JsonIgnore Language language)
      implements CommandAnswer {
    private static final String INDENT = " ".repeat(11);

    static FindingsAnswer of(Target target, Findings findings, Language language) {
      return new FindingsAnswer(target, findings.verdict(), findings.all(), language);
    }

    @Override
    public int exitCode() {
      return switch (verdict) {
        case PASS, WARNING -> ExitCodes.DONE;
        case FAILURE -> ExitCodes.FAILED;
        case UNCHECKED -> ExitCodes.NOT_RUN;
      };
    }

    @Override
    public Map<String, Colour> colours() {
      return Map.of(
          Verdict.PASS.toString(), Colour.GREEN,
          Verdict.WARNING.toString(), Colour.YELLOW,
          Verdict.UNCHECKED.toString(), Colour.YELLOW,
          Verdict.FAILURE.toString(), Colour.RED);
    }

    /// A line for each point that passes, four for each that does not.
    @Override
    public String text() {
      Findings all = new Findings(findings);
      return findings.stream().map(this::lines).collect(Collectors.joining())
          + "\n"
          + summary(all).in(language)
          + "\n";
    }

    private Text summary(Findings all) {
      long failures = all.count(Verdict.FAILURE);
      long warnings = all.count(Verdict.WARNING);
      return Text.of(
          "%s in %s: %s, %s, %s unchecked, %s passed",
          target.domain(),
          target.region(),
          failures == 1 ? Text.of("1 failure") : Text.of("%s failures", failures),
          warnings == 1 ? Text.of("1 warning") : Text.of("%s warnings", warnings),
          all.count(Verdict.UNCHECKED),
          all.count(Verdict.PASS));
    }

    private String lines(Finding finding) {
      String point =
          "%-9s  %-18s  ".formatted(finding.verdict(), finding.point().text())
              + TerminalWriter.cell(finding.subject());
      return finding.verdict() == Verdict.PASS
          ? point + ": " + TerminalWriter.cell(finding.found().in(language)) + "\n"
          : point
              + "\n"
              + line(Text.of("found"), finding.found())
              + line(Text.of("expected"), finding.expected())
              + line(Text.of("do"), finding.action());
    }

    private String line(Text label, Text value) {
      return Words.labelled(INDENT + label.in(language), 21, value.in(language));
    }
  }
}
