package dev.postrider.cli.output;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// A command that answers as text or as JSON. It returns one of [ExitCodes].
@Command(mixinStandardHelpOptions = true)
public abstract class AnsweringCommand implements Callable<Integer> {
  @Mixin protected Output output;
}
