package dev.postrider.cli.domain;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// Refuses what a command does not know on its command line, without showing it as picocli would.
/// It may be a secret that somebody gave where it does not belong, and the screen, or a log of it,
/// is the next place where it does not belong.
final class NoArguments {
  private static final Pattern OPTION = Pattern.compile("(--[a-z][a-z-]{0,30})(?:=.*)?");

  private NoArguments() {}

  /// Throws `ParameterException` when there is anything.
  ///
  /// @param given what picocli could not match
  static void check(CommandSpec spec, List<String> given) {
    if (!given.isEmpty()) {
      Matcher option = OPTION.matcher(given.getFirst());
      throw new ParameterException(
          spec.commandLine(),
          option.matches() ? "Unknown option: " + option.group(1) : refusal(given.size()));
    }
  }

  private static String refusal(int arguments) {
    return "This command takes no argument ("
        + arguments
        + (arguments == 1 ? " was given, and is" : " were given, and are")
        + " not shown: a secret is asked for, never an argument)";
  }

  /// The value of an option that takes none.
  static final class Flag implements ITypeConverter<Boolean> {
    @Override
    public Boolean convert(String value) {
      if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
        return Boolean.valueOf(value);
      }
      throw new TypeConversionException("it takes no value");
    }
  }
}
