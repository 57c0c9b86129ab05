package dev.postrider.cli.ops;

import dev.postrider.cli.output.AnsweringCommand;
import dev.postrider.email.Address;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider validate`: what the dispatcher would say of a message, without a stack.
@Command(
    name = "validate",
    description = {
      "Checks a message as the dispatcher does, on this machine alone.",
      "Exit code 1 when it is malformed; every problem is named by its JSON pointer."
    },
    footer = {
      "",
      "Examples:",
      "  postrider validate message.json",
      "  postrider validate - --json < m.json"
    })
public final class ValidateCommand extends AnsweringCommand {

  @Parameters(paramLabel = "FILE", description = "The message, or - for the standard input.")
  private String file;

  @Option(
      names = "--require-from",
      description = "Refuse a message without `from`, which a stack's default would stand in for.")
  private boolean requireFrom;

  @Override
  public Integer call() {
    Defaults defaults = new Defaults(requireFrom ? null : Address.parse("no-reply@example.com"));
    return output.answer(
        ValidationAnswer.of(
            new EmailDecoder(defaults).decode(MessageFile.read(file), "validated")));
  }
}
