package dev.postrider.cli.ops;

import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Words;
import dev.postrider.email.Decoded;
import dev.postrider.email.Email;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the decoder says of a message.
///
/// @param problems null for a valid message, for which the other components are given
record ValidationAnswer(
    boolean valid,
    @Nullable String id,
    @Nullable String stream,
    @Nullable Integer units,
    @Nullable List<Decoded.Problem> problems)
    implements CommandAnswer {

  static ValidationAnswer of(Decoded decoded) {
    return switch (decoded) {
      case Decoded.WellFormed(Email email) ->
          new ValidationAnswer(true, email.id(), email.stream(), email.units().size(), null);
      case Decoded.Malformed(List<Decoded.Problem> problems) -> malformed(problems);
    };
  }

  static ValidationAnswer malformed(List<Decoded.Problem> problems) {
    return new ValidationAnswer(false, null, null, null, problems);
  }

  @Override
  public String text() {
    return problems != null
        ? problems.stream().map(problem -> problem + "\n").collect(Collectors.joining())
        : "Valid: stream "
            + stream
            + ", "
            + Words.counted(units == null ? 0 : units, "unit")
            + ".\n";
  }

  @Override
  public int exitCode() {
    return valid ? ExitCodes.DONE : ExitCodes.FAILED;
  }
}
