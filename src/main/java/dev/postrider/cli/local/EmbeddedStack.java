package dev.postrider.cli.local;

import dev.postrider.local.CommandLines;
import dev.postrider.local.StackFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which embedded stack a command is about.
public final class EmbeddedStack {
  @Option(
      names = "--local-env",
      paramLabel = "FILE",
      description =
          "The stack's env.json. Default: that of the stack on port 9324, or of the only one.")
  private @Nullable Path localEnv;

  /// Lines about the same stack.
  CommandLines commands() {
    return new CommandLines(localEnv == null ? "" : " --local-env " + CommandLines.path(localEnv));
  }

  /// The stack, which answers.
  ///
  /// @throws IllegalStateException when none runs, or it is not clear which one is meant
  StackFile find() {
    return localEnv == null
        ? StackFile.usual(Path.of(System.getProperty("postrider.target", "target")))
        : StackFile.read(localEnv);
  }
}
