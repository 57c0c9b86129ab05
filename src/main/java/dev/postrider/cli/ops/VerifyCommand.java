package dev.postrider.cli.ops;

import dev.postrider.aws.ThreadPause;
import dev.postrider.verify.StackFinding;
import dev.postrider.verify.StackVerdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postrider verify`: is a deployed stack as it must be, and does mail go through it?
@Command(
    name = "verify",
    description = {
      "Checks every part of a deployed stack.",
      "Says of each: ok, failed with the one thing to do, or cannot tell.",
      "Then sends mail to SES's mailbox simulator, which reaches nobody, and follows it through the"
          + " stack; unless a part is not ok without which no mail goes."
    },
    footer = {
      "",
      "Examples:",
      "  postrider verify",
      "  postrider verify --no-send --json",
      "  postrider verify --stack mail-eu --timeout 10m"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing failed, and AWS answered every question",
      "1:at least one thing failed",
      "2:nothing failed, but AWS left a question open; or wrong usage, or no such stack"
    })
public final class VerifyCommand extends StackCommand {
  /// Unless these are ok no mail goes: to wait for it would be in vain, and SES's refusals page.
  private static final Set<String> NEEDED = Set.of("event-source", "sending", "identity");

  @Option(names = "--no-send", description = "Ask only; send no mail.")
  private boolean noSend;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "Wait this long for mail and metrics. Default: ${DEFAULT-VALUE}")
  private Duration timeout;

  @Override
  int run(StackConnection stack) {
    String name = stack.deployment().name();
    output.note("asking about " + name);
    List<StackFinding> findings = new ArrayList<>(new StackVerification(stack).findings());
    if (!noSend) {
      findings.addAll(mail(stack, findings));
    }
    return output.answer(VerifyAnswer.of(name, stack.now(), findings, stack.commands()));
  }

  private List<StackFinding> mail(StackConnection stack, List<StackFinding> findings) {
    return findings.stream()
        .filter(f -> NEEDED.contains(f.point()) && !(f.verdict() instanceof StackVerdict.Ok))
        .findFirst()
        .map(
            needed ->
                List.of(
                    new StackFinding(
                        "mail",
                        "all",
                        new StackVerdict.CannotTell("not sent, since " + why(needed), true))))
        .orElseGet(
            () ->
                new MailVerification(
                        stack,
                        new ThreadPause(stack.clock()),
                        Long.toString(stack.now().getEpochSecond(), Character.MAX_RADIX),
                        timeout,
                        output::note)
                    .findings());
  }

  private static String why(StackFinding needed) {
    return needed.point()
        + (needed.verdict() instanceof StackVerdict.Failed ? " failed" : " is not known to be ok");
  }
}
