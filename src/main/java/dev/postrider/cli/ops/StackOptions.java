package dev.postrider.cli.ops;

import dev.postrider.cli.domain.AwsOptions;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which stack a command works on, found the way that the AWS CLI finds things.
final class StackOptions {
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
      Path file = localEnv == null ? LocalEnvironment.defaultFile() : localEnv;
      return StackConnection.ofLocal(LocalEnvironment.ofRunning(file), clock);
    }
    return StackConnection.ofAws(StackName.of(stack), aws.access(System::getenv), clock);
  }
}
