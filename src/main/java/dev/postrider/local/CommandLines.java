package dev.postrider.local;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Lines that a person can paste: the command as it was started, and after its words the options
/// that name the stack as they were given, such as `./postrider show order-7 --local`. A value is
/// quoted where a shell would read it otherwise.
///
/// @param options with a blank before each; empty when none was given
/// @param access those of them that commands without a stack take too: Region and profile
public record CommandLines(String options, String access) {
  private static final String PROPERTY = "postrider.command";
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-][\\w@%+=:,./#-]*");

  /// Lines about an embedded stack, which has no account.
  public CommandLines(String options) {
    this(options, "");
  }

  /// A line that is about no stack.
  ///
  /// @param words what follows the command's own name
  public static String plain(String words) {
    return System.getProperty(PROPERTY, "postrider") + " " + words;
  }

  /// A line about the stack.
  ///
  /// @param words what follows the command's own name
  public String of(String words) {
    return plain(words) + options;
  }

  /// A line about one thing in the stack.
  ///
  /// @param name of the thing, as others chose it
  public String of(String words, String name) {
    return of(words + " " + quoted(name));
  }

  /// A word as a POSIX shell reads it: in single quotes, in which only they have a meaning.
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /// Words as a shell reads them, with a blank before each.
  public static String spaced(List<String> words) {
    return words.stream().map(word -> " " + quoted(word)).collect(Collectors.joining());
  }

  /// A file, from the working directory where it is below that.
  public static String path(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path whole = file.toAbsolutePath().normalize();
    return quoted((whole.startsWith(here) ? here.relativize(whole) : whole).toString());
  }
}
