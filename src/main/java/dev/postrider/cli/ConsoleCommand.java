package dev.postrider.cli;

import dev.postrider.cli.bench.Prices;
import dev.postrider.cli.console.ConsoleAnswers;
import dev.postrider.cli.console.ConsoleServer;
import dev.postrider.cli.console.Runbook;
import dev.postrider.cli.ops.StackOptions;
import dev.postrider.cli.output.ExitCodes;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `postrider console`: a stack on a page of this machine, until Ctrl-C (decision 0145).
@Command(
    name = "console",
    description = {
      "Shows a stack on a page in the browser.",
      "It runs on this machine and with your rights, until Ctrl-C.",
      "It only reads. Open the whole address that it prints: without the token in it, nobody on"
          + " this machine sees anything."
    },
    footer = {
      "",
      "Examples:",
      "  postrider console",
      "  postrider console --stack mail --port 8080",
      "  postrider console --local"
    },
    mixinStandardHelpOptions = true)
final class ConsoleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StackOptions stack;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Of 127.0.0.1. Default: any free one.")
  private int port;

  @Override
  public Integer call() {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(
          spec.commandLine(), "--port: found " + port + ", allowed is 0 to 65535");
    }
    StackOptions.Watched watched = stack.watched();
    ConsoleAnswers answers =
        new ConsoleAnswers(
            watched.place(),
            Prices.read(),
            watched.metrics(),
            Runbook.beside(Path.of(System.getProperty("postrider.target", "target"))),
            this::answer,
            Clock.systemUTC());
    try (ConsoleServer server = ConsoleServer.start(port, answers)) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("The console of " + watched.place().text() + ": " + server.address());
      out.println("Ctrl-C ends it. Whoever has this address sees what you may see: keep it.");
      out.flush();
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCodes.DONE;
  }

  /// @param words of the command; no option follows `--`
  private String answer(List<String> words) {
    int end = words.contains("--") ? words.indexOf("--") : words.size();
    return JsonAnswer.of(
        Stream.of(words.subList(0, end), stack.words(), words.subList(end, words.size()))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }
}
