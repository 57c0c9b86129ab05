package dev.postrider.cli.ops;

import dev.postrider.aws.ThreadPause;
import dev.postrider.calls.Pause;
import dev.postrider.cli.output.CliJson;
import dev.postrider.cli.output.TerminalWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `postrider status`: everything on one screen.
@Command(
    name = "status",
    description = {
      "Shows breaker, pace, alarms, queues and more.",
      "Exit code 1 when a part could not be read.",
      "Ages and alarms are CloudWatch's; the embedded stack has ages, and no alarms."
    },
    footer = {"", "Examples:", "  postrider status", "  postrider status --watch --interval 2s"})
public final class StatusCommand extends StackCommand {
  @Option(names = "--watch", description = "Again and again, until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "5s",
      description = "Between two looks. Default: ${DEFAULT-VALUE}")
  private Duration interval;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "2147483647",
      description = "End --watch after N looks.")
  private int times;

  @Override
  int run(StackConnection stack) {
    StatusReader reader = new StatusReader(stack);
    Pause pause = new ThreadPause(stack.clock());
    StackStatus status = reader.read();
    int exitCode = show(status);
    for (int i = 1; watch && i < times; i++) {
      pause.until(status.at().plus(interval));
      status = reader.read();
      exitCode = show(status);
    }
    return exitCode;
  }

  private int show(StackStatus status) {
    if (watch && output.isJson()) {
      output.out().println(CliJson.line(status));
      output.out().flush();
      return status.exitCode();
    }
    if (watch
        && TerminalWriter.console().isPresent()
        && output.out() instanceof TerminalWriter screen) {
      screen.newPage();
    } else if (watch) {
      output.out().print("\n");
    }
    return output.answer(status);
  }
}
