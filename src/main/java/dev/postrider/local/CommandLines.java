package dev.postrider.local;

/// Lines that a person can paste: the command as it was started, and after its words the options
/// that name the stack as they were given, such as `./postrider show order-7 --local`.
///
/// @param options with a blank before each; empty when none was given
public record CommandLines(String options) {
  private static final String PROPERTY = "postrider.command";

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
}
