package dev.postrider.cli.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The name of the stack that a command works on.
final class StackName {
  private static final Pattern SAM_STACK_NAME =
      Pattern.compile("(?m)^\\s*stack_name\\s*=\\s*\"([^\"]+)\"");

  private StackName() {}

  /// What was given, else POSTRIDER_STACK, else samconfig.toml of the working directory, else
  /// `postrider`.
  static String of(@Nullable String given) {
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
}
