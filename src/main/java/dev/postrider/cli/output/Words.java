package dev.postrider.cli.output;

/// Small pieces of text that many answers have.
public final class Words {
  private Words() {}

  /// `1 message`, `2 messages`; `1 entry`, `2 entries`.
  public static String counted(long count, String noun) {
    String plural = noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    return count + " " + (count == 1 ? noun : plural);
  }

  /// A line with a label before it; nothing from outside breaks the line.
  ///
  /// @param width in columns, at which the value begins
  public static String labelled(String label, int width, String value) {
    int blanks = Math.max(1, width - TerminalWriter.columns(label));
    return label + " ".repeat(blanks) + TerminalWriter.cell(value) + "\n";
  }
}
