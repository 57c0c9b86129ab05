package dev.postrider.cli.ops;

import dev.postrider.cli.domain.AwsOptions;
import dev.postrider.cli.output.CliJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which stack a command works on, found the way that the AWS CLI finds things.
final class StackOptions {
  private static final int PATIENCE_MILLIS = 2_000;
  private static final Pattern SAM_STACK_NAME =
      Pattern.compile("(?m)^\\s*stack_name\\s*=\\s*\"([^\"]+)\"");

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
      Path file =
          localEnv == null
              ? Path.of(System.getProperty("postrider.target", "target"), "local-env.json")
              : localEnv;
      Map<String, String> variables = ofRunning(file);
      return new StackConnection(
          Deployment.ofLocal(variables), new SdkClients(null, variables), clock);
    }
    return StackConnection.ofAws(stackName(stack), aws.access(System::getenv), clock);
  }

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

  /// The variables of a stack that answers.
  ///
  /// @throws IllegalStateException when there is no such file, or none of that form, or its stack
  ///     is gone
  private static Map<String, String> ofRunning(Path file) {
    Map<String, String> variables = new HashMap<>();
    try {
      CliJson.readObject(Files.readAllBytes(file))
          .orElseThrow(() -> new IllegalStateException(file + " holds no JSON object"))
          .path("Parameters")
          .properties()
          .forEach(field -> variables.put(field.getKey(), field.getValue().asText()));
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(
          "No embedded stack runs here (no " + file + "): start one with `postrider local`.", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
    if (!answers(variables.getOrDefault("AWS_ENDPOINT_URL_SQS", ""))) {
      throw new IllegalStateException(
          "No embedded stack runs here ("
              + file
              + " is of one that is gone): start one with `postrider local`.");
    }
    return variables;
  }

  private static boolean answers(String endpoint) {
    try (Socket socket = new Socket()) {
      URI uri = URI.create(endpoint);
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }
}
