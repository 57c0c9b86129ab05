package dev.postrider.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Where a command writes, and in which form: `--json` for programs, text for people.
public final class Output {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean json;

  public boolean isJson() {
    return json;
  }

  /// What was asked for.
  public PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /// Questions, progress and errors.
  public PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /// Writes the answer in the form that was asked for.
  ///
  /// @return the answer's exit code
  public int answer(CommandAnswer answer) {
    if (json) {
      out().print(CliJson.pretty(answer) + "\n");
    } else {
      TerminalWriter.answer(out(), answer.text(), answer.colours());
    }
    out().flush();
    return answer.exitCode();
  }

  /// Writes the answer of a command that may have changed something, and where.
  ///
  /// @return the answer's exit code
  public int answer(CommandAnswer answer, Place place) {
    if (json) {
      ObjectNode tree =
          CliJson.tree(answer)
              .put("stack", place.stack())
              .put("account", place.account())
              .put("region", place.region());
      out().println(tree.toPrettyString());
    } else {
      out().print(answer.text());
      out().println("In " + place.text() + ".");
    }
    out().flush();
    return answer.exitCode();
  }

  /// Writes a line about the command itself.
  public void note(String line) {
    err().println(TerminalWriter.cell(line));
    err().flush();
  }

  /// Says why what was asked for failed.
  ///
  /// @return [ExitCodes#FAILED]
  public int failed(String why) {
    TerminalWriter.error(err(), "postrider: " + why);
    return ExitCodes.FAILED;
  }

  /// Says why the command is not run.
  ///
  /// @return [ExitCodes#NOT_RUN]
  public int notRun(String why) {
    TerminalWriter.error(err(), "postrider: " + why);
    return ExitCodes.NOT_RUN;
  }

  /// Refuses an option's value as wrong usage.
  ///
  /// @param range the values that are allowed, in words
  public void require(boolean allowed, String option, Object value, String range) {
    if (!allowed) {
      throw new ParameterException(
          spec.commandLine(), option + ": found " + value + ", allowed is " + range);
    }
  }
}
