package dev.postrider.cli.ops;

import dev.postrider.cli.output.Place;
import dev.postrider.cli.output.TerminalWriter;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// Asks before something is sent or destroyed.
final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask. Required without a terminal.")
  private boolean yes;

  /// Whether to go on.
  ///
  /// @param what is about to happen, as in `Release 3 messages`
  /// @param place where
  boolean given(String what, Place place, PrintWriter err) {
    return given(what + " in " + place.text(), err);
  }

  /// Whether to go on with what is on this machine alone.
  boolean given(String what, PrintWriter err) {
    return given(
        what,
        err,
        question ->
            TerminalWriter.console().map(c -> c.readLine("%s", TerminalWriter.cell(question))));
  }

  /// @param person answers a question; empty when nobody can be asked
  boolean given(String what, PrintWriter err, Function<String, Optional<String>> person) {
    if (yes) {
      return true;
    }
    Optional<String> answer = person.apply(what + "? [y/N] ");
    boolean agreed =
        answer
            .map(a -> a.strip().toLowerCase(Locale.ROOT))
            .filter(a -> a.equals("y") || a.equals("yes"))
            .isPresent();
    if (!agreed) {
      err.println(
          answer.isPresent()
              ? "postrider: not confirmed; nothing was done."
              : "postrider: " + what + "? Nobody can be asked here: say --yes.");
    }
    return agreed;
  }
}
