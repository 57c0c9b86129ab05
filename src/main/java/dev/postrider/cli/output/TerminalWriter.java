package dev.postrider.cli.output;

import java.io.Console;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes text that holds what others wrote (decision 0084). What could steer or mislead a terminal
/// is escaped as in JSON, by a backslash, `u` and four hexadecimal digits: control characters,
/// direction marks and other format characters, line and paragraph separators. So JSON stays the
/// same value. Line ends and tabs pass, since the command writes them itself; a value that must
/// stay on its line goes through [#cell].
public final class TerminalWriter extends PrintWriter {
  /// Cursor to the upper left corner, erase all (ECMA-48).
  private static final String NEW_PAGE = "\033[H\033[2J";

  /// Select graphic rendition (ECMA-48).
  public enum Colour {
    RED("\033[31m"),
    YELLOW("\033[33m"),
    GREEN("\033[32m");

    private final String sequence;

    Colour(String sequence) {
      this.sequence = sequence;
    }
  }

  private static final String PLAIN = "\033[0m";

  private static final boolean HAS_COLOUR =
      System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
          && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb")
          && console().isPresent();

  private static final String STEERING = "\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}";
  private static final Pattern IN_A_CELL = Pattern.compile("[" + STEERING + "]");
  private static final Pattern IN_A_TEXT =
      Pattern.compile("\r(?!\n)|[" + STEERING + "&&[^\r\n\t]]");

  private static final Pattern WIDE =
      Pattern.compile(
          "[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f"
              + "\\uff01-\\uff60\\uffe0-\\uffe6]");

  private final boolean coloured;

  /// Flushes at the end of each line.
  public TerminalWriter(Writer out) {
    this(out, false);
  }

  /// @param coloured whether errors are red, and verdicts and usage have their colours
  public TerminalWriter(Writer out, boolean coloured) {
    super(out, true);
    this.coloured = coloured;
  }

  /// Of the standard output: coloured where somebody looks at it on a terminal with colours and
  /// NO_COLOR (no-color.org) is not set.
  public static TerminalWriter ofOutput(Writer out) {
    return new TerminalWriter(out, HAS_COLOUR);
  }

  /// Of the standard error output: the same, unless the shell leads it elsewhere, which Java does
  /// not see and `./postrider` tells.
  public static TerminalWriter ofErrors(Writer out) {
    return new TerminalWriter(
        out, HAS_COLOUR && !System.getProperty("postrider.errors", "").equals("elsewhere"));
  }

  public boolean isColoured() {
    return coloured;
  }

  /// The terminal of this process; empty when nobody looks at it.
  public static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /// Writes a line about something that went wrong, in red where the output is coloured. Like
  /// [#newPage], these sequences belong to no value.
  public static void error(PrintWriter err, String line) {
    if (err instanceof TerminalWriter terminal && terminal.coloured) {
      terminal.paint(Colour.RED, cell(line));
      terminal.println();
    } else {
      err.println(cell(line));
    }
    err.flush();
  }

  /// Writes an answer. A word that begins one of its lines has its colour where the output is
  /// coloured: what others wrote never begins a line.
  static void answer(PrintWriter out, String text, Map<String, Colour> colours) {
    if (!(out instanceof TerminalWriter terminal && terminal.coloured) || colours.isEmpty()) {
      out.print(text);
      return;
    }
    Matcher word =
        Pattern.compile(
                colours.keySet().stream()
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|", "(?md)^(?:", ")(?= )")))
            .matcher(text);
    int end = 0;
    while (word.find()) {
      terminal.write(text.substring(end, word.start()));
      terminal.paint(Objects.requireNonNull(colours.get(word.group())), word.group());
      end = word.end();
    }
    terminal.write(text.substring(end));
  }

  private void paint(Colour colour, String text) {
    raw(colour.sequence);
    write(text);
    raw(PLAIN);
  }

  /// Writes what the command itself has made, with its colours; nothing from outside stands in it.
  void own(String text) {
    raw(text);
  }

  private void raw(String sequence) {
    super.write(sequence, 0, sequence.length());
  }

  /// Clears the screen: the one sequence for a terminal that passes, since no value can hold it.
  public void newPage() {
    raw(NEW_PAGE);
  }

  /// A value on one line: line ends and tabs are escaped too.
  public static String cell(String text) {
    return escaped(text, IN_A_CELL);
  }

  /// How many columns of a terminal a text takes: two a Japanese, Chinese or Korean character
  /// (wide and full-width by Unicode's UAX #11), one any other.
  public static int columns(String text) {
    return text.length() + (int) WIDE.matcher(text).results().count();
  }

  private static String escaped(String text, Pattern steering) {
    return steering
        .matcher(text)
        .replaceAll(
            found ->
                found
                    .group()
                    .chars()
                    .mapToObj(unit -> Matcher.quoteReplacement("\\u%04x".formatted(unit)))
                    .collect(Collectors.joining()));
  }

  @Override
  public void write(int c) {
    write(Character.toString(c));
  }

  @Override
  public void write(char[] text, int offset, int length) {
    write(new String(text, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) {
    String part = text.substring(offset, offset + length);
    String visible = escaped(part, IN_A_TEXT);
    super.write(visible, 0, visible.length());
  }
}
