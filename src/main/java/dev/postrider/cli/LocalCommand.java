package dev.postrider.cli;

import dev.postrider.cli.local.EventForwarding;
import dev.postrider.cli.local.LocalEnvCommand;
import dev.postrider.cli.local.LocalFaultCommand;
import dev.postrider.cli.local.LocalSnippetsCommand;
import dev.postrider.cli.local.LocalTenantCommand;
import dev.postrider.cli.local.StatusLines;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.local.CommandLines;
import dev.postrider.local.Endpoints;
import dev.postrider.local.LocalOptions;
import dev.postrider.local.LocalStack;
import dev.postrider.local.StackFile;
import dev.postrider.local.http.PortTaken;
import dev.postrider.local.ses.SampleTemplates;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `postrider local`: the embedded stack, until Ctrl-C.
@Command(
    name = "local",
    description = {
      "Runs the whole stack on this machine.",
      "It needs no AWS account, and ends with Ctrl-C."
    },
    footer = {
      "",
      "Examples:",
      "  postrider local",
      "  postrider local --port-base 0 --send-rate 50",
      "  postrider local --quiet --events-to my-status-queue"
    },
    subcommands = {
      LocalEnvCommand.class,
      LocalSnippetsCommand.class,
      LocalFaultCommand.class,
      LocalTenantCommand.class
    },
    mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {
  /// SQS's port and the four after it.
  private static final int LAST_PORT = 4;

  @Spec private CommandSpec spec;

  @Option(
      names = "--port-base",
      paramLabel = "PORT",
      defaultValue = "9324",
      description =
          "SQS here, the others on the 4 ports after it; 0: any free. Default: ${DEFAULT-VALUE}")
  private int portBase;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      defaultValue = "example.com",
      description = "SES may send from it. Default: ${DEFAULT-VALUE}")
  private String domain;

  @Option(
      names = "--send-rate",
      paramLabel = "RATE",
      defaultValue = "14",
      description = "SES's recipients a second. Default: ${DEFAULT-VALUE}")
  private double sendRate;

  @Option(
      names = "--daily-quota",
      paramLabel = "N",
      defaultValue = "50000",
      description = "SES's recipients a day. Default: ${DEFAULT-VALUE}")
  private double dailyQuota;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "1",
      description = "Dispatchers at once in each lane. Default: ${DEFAULT-VALUE}")
  private int instances;

  @Option(
      names = "--account-watch-interval",
      paramLabel = "DURATION",
      description = "Of the account watch. Default: template.yaml's")
  private @Nullable Duration accountWatchInterval;

  @Option(
      names = "--events-to",
      paramLabel = "QUEUE|URL",
      description = "Hands status events on to a queue, which is made, or by POST.")
  private @Nullable String eventsTo;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print no line for each mail.")
  private boolean quiet;

  @Override
  public Integer call() {
    require(
        portBase == 0 || (portBase >= 1_024 && portBase <= 65_535 - LAST_PORT),
        "--port-base: found " + portBase + ", allowed is 0, or 1024 to " + (65_535 - LAST_PORT));
    require(
        eventsTo == null || EventForwarding.isTarget(eventsTo),
        "--events-to: allowed is the name of a queue, or a URL with http or https");
    Path target = BuildOutput.directory();
    PrintWriter out = spec.commandLine().getOut();
    out.println("Starting SQS, DynamoDB, SES and the functions …");
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    StackFile file = null;
    try (LocalStack stack = start(target);
        EventForwarding _ = forwarding(stack)) {
      SampleTemplates.store(stack.ses().account());
      file = StackFile.write(stack, target);
      stack.ses().show(new CommandAnswers(stack, file));
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    interrupted.countDown();
                    awaitQuietly(stopped);
                  }));
      out.print(greeting(stack, file, target));
      out.flush();
      if (!quiet) {
        StatusLines.follow(stack, out);
      }
      awaitQuietly(interrupted);
    } finally {
      if (file != null) {
        file.delete();
      }
      stopped.countDown();
    }
    return ExitCodes.DONE;
  }

  private LocalStack start(Path target) {
    try {
      return LocalStack.start(options(target));
    } catch (PortTaken taken) {
      throw inUse(taken, target);
    }
  }

  private @Nullable EventForwarding forwarding(LocalStack stack) {
    return eventsTo == null
        ? null
        : EventForwarding.start(stack, eventsTo, spec.commandLine().getErr());
  }

  /// Wrong usage, before anything starts.
  private void require(boolean allowed, String problem) {
    if (!allowed) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }

  private LocalOptions options(Path target) {
    LocalOptions options =
        LocalOptions.of(target)
            .domain(domain)
            .portBase(portBase)
            .instances(instances, instances)
            .ses(
                ses -> {
                  ses.maxSendRate(sendRate);
                  ses.max24HourSend(dailyQuota);
                });
    return accountWatchInterval == null
        ? options
        : options.accountWatchInterval(accountWatchInterval);
  }

  /// Its ports are taken by another stack, which is named, or by anything else.
  private IllegalStateException inUse(PortTaken taken, Path target) {
    Optional<StackFile> ours =
        StackFile.running(target).stream().filter(stack -> stack.port() == portBase).findFirst();
    return new IllegalStateException(
        ours.isPresent()
            ? "An embedded stack runs already on the ports %d to %d: use it with%s, or start a"
                    .formatted(portBase, portBase + LAST_PORT, option(ours.get()))
                + " second one with `"
                + CommandLines.plain("local --port-base 0")
                + "`."
            : "Another program listens on port %d: --port-base N takes the five ports from N on, 0"
                    .formatted(taken.port())
                + " any free ones.");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is printed once the stack is up: where everything is, and what to do next. It fits a
  /// terminal of 24 lines.
  private static String greeting(LocalStack stack, StackFile file, Path target) {
    Endpoints endpoints = stack.endpoints();
    CommandLines commands = new CommandLines(option(file));
    Path example = target.resolveSibling("messages").resolve("plain.json");
    return """
    The stack is up. Its inbox: %1$s/
    Ctrl-C stops it and forgets everything.

      SQS       %2$s    mail queue: %3$s
      DynamoDB  %4$s
      SES       %1$s    inbox: %1$s/inbox
      Lambda    %5$s
      Events    %6$s    what became of the mail: /events
      Logs      %7$s

    In another shell:
      eval "$(%8$s)"
      %9$s
      %10$s
      %11$s
      sam local invoke DispatchFunction -e events/dispatch-mixed.json \\
        --docker-network host --env-vars %12$s

    """
        .formatted(
            endpoints.ses(),
            endpoints.sqs(),
            URI.create(stack.queues().mail()).getPath(),
            endpoints.dynamoDb(),
            endpoints.lambda(),
            endpoints.events(),
            CommandLines.path(stack.logs()),
            CommandLines.plain("local env" + named(file)),
            commands.of("send " + CommandLines.path(example) + " --yes"),
            CommandLines.plain("local snippets" + named(file)),
            CommandLines.plain("local fault throttle --count 5" + named(file)),
            CommandLines.path(file.path()));
  }

  /// How other commands name the stack.
  private static String option(StackFile file) {
    return file.port() == StackFile.USUAL_PORT ? " --local" : named(file);
  }

  /// What the commands about a local stack need to find one that is not on the usual port.
  private static String named(StackFile file) {
    return file.port() == StackFile.USUAL_PORT
        ? ""
        : " --local-env " + CommandLines.path(file.path());
  }
}
