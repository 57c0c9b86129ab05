package dev.postrider.cli.domain;

import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import dev.postrider.domain.DomainCheck;
import dev.postrider.domain.Finding;
import dev.postrider.domain.Findings;
import dev.postrider.domain.PropagationWait;
import dev.postrider.domain.Verdict;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

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
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no failure (warnings do not count as failures)",
      "1:at least one failure",
      "2:no failure, but something could not be checked; or wrong usage"
    })
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private DomainCommand parent;
  @Mixin private Output output;
  @Mixin private DomainOptions options = new DomainOptions();

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
  public Integer call() throws InterruptedException {
    try (DomainConnection connection = options.open(parent.environment())) {
      Findings findings = (wait ? waited(connection) : connection.check()).findings();
      output.answer(FindingsAnswer.of(connection.target(), findings));
      return exitCode(findings.verdict());
    }
  }

  private DomainCheck.Report waited(DomainConnection connection) throws InterruptedException {
    CommandEnvironment environment = parent.environment();
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

  private static int exitCode(Verdict verdict) {
    return switch (verdict) {
      case PASS, WARNING -> ExitCodes.DONE;
      case FAILURE -> ExitCodes.FAILED;
      case UNCHECKED -> ExitCodes.NOT_RUN;
    };
  }
}
