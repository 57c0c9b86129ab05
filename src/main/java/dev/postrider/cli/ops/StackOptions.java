package dev.postrider.cli.ops;

import dev.postrider.cli.domain.AwsOptions;
import dev.postrider.cli.output.Place;
import dev.postrider.local.CommandLines;
import dev.postrider.local.StackFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which stack a command works on, found the way that the AWS CLI finds things.
public final class StackOptions {
  private static final Pattern SAM_STACK_NAME =
      Pattern.compile("(?m)^\\s*stack_name\\s*=\\s*\"([^\"]+)\"");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description =
          "The CloudFormation stack. Default: POSTRIDER_STACK, then stack_name in samconfig.toml,"
              + " then postrider.")
  private @Nullable String stack;

  @Mixin private AwsOptions aws = new AwsOptions();

  @Option(
      names = "--local",
      description = "The embedded stack that `postrider local` runs on this machine.")
  private boolean local;

  @Option(
      names = "--local-env",
      paramLabel = "FILE",
      description = "Where `postrider local` wrote its variables. Implies --local.")
  private @Nullable Path localEnv;

  /// Opens the stack; reads its outputs, or the embedded stack's file.
  ///
  /// @throws IllegalStateException when it is not there
  StackConnection open() {
    Clock clock = Clock.systemUTC();
    if (local || localEnv != null) {
      Map<String, String> variables = embedded().variables();
      return new StackConnection(
          Deployment.ofLocal(variables), new SdkClients(null, variables), commands(), clock);
    }
    return StackConnection.ofAws(stackName(stack), aws.access(System::getenv), commands(), clock);
  }

  /// Lines about the same stack have the options that named it; the environment stays as it is.
  private CommandLines commands() {
    if (localEnv != null) {
      return new CommandLines(" --local-env " + CommandLines.path(localEnv));
    }
    String options = CommandLines.spaced(words());
    return local ? new CommandLines(options) : new CommandLines(options, aws.given());
  }

  /// The options as they were given, word by word.
  public List<String> words() {
    if (localEnv != null) {
      return List.of("--local-env", localEnv.toString());
    }
    return local
        ? List.of("--local")
        : Stream.concat(
                stack == null ? Stream.of() : Stream.of("--stack", stack), aws.words().stream())
            .toList();
  }

  /// Which stack it is, and how many queues `status` asks CloudWatch about each time.
  ///
  /// @throws IllegalStateException when it is not there
  public Watched watched() {
    try (StackConnection opened = open()) {
      Deployment deployment = opened.deployment();
      return new Watched(opened.place(), deployment.local() ? 0 : deployment.queues().all().size());
    }
  }

  /// A stack that somebody watches.
  ///
  /// @param metrics that each `status` reads from CloudWatch; the embedded stack has none
  public record Watched(Place place, int metrics) {}

  /// What was given, else POSTRIDER_STACK, else samconfig.toml of the working directory, else
  /// `postrider`.
  static String stackName(@Nullable String given) {
    return Optional.ofNullable(given)
        .or(() -> Optional.ofNullable(System.getenv("POSTRIDER_STACK")))
        .filter(name -> !name.isBlank())
        .or(() -> ofSamConfig(Path.of("samconfig.toml")))
        .orElse("postrider");
  }

  /// The first `stack_name` of a samconfig.toml; empty when there is no such file or name.
  static Optional<String> ofSamConfig(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Matcher name = SAM_STACK_NAME.matcher(Files.readString(file));
      return name.find() ? Optional.of(name.group(1)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  /// Says which stack `--local` found; who names a file knows it.
  private StackFile embedded() {
    if (localEnv != null) {
      return StackFile.read(localEnv);
    }
    StackFile found = StackFile.usual(Path.of(System.getProperty("postrider.target", "target")));
    spec.commandLine().getErr().println("postrider: the embedded stack on port " + found.port());
    return found;
  }
}
