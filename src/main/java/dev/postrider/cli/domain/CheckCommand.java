package dev.postrider.cli.domain;

import dev.postrider.domain.DomainCheck;
import dev.postrider.domain.Finding;
import dev.postrider.domain.Findings;
import dev.postrider.domain.PropagationWait;
import dev.postrider.domain.Verdict;
import java.time.Duration;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postrider domain check`: what SES and the DNS say, point by point.
@Command(
    name = "check",
    description = "Ask SES and the DNS, and say of each point what is found and what to do.",
    footer = {
      "",
      "Examples:",
      "  postrider domain check example.com",
      "  postrider domain check example.com --authoritative --wait",
      "  postrider domain check example.com --json"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no failure (warnings are no failures)",
      "1:at least one failure",
      "2:no failure, but something could not be checked; or wrong usage"
    })
final class CheckCommand extends OneDomainCommand {

  @Option(
      names = "--wait",
      description = "Check again and again until nothing fails, or the time is over.")
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
}
