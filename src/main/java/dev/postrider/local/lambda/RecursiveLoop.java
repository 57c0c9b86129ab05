package dev.postrider.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Lambda does with an event that came back to the same function too often.
public enum RecursiveLoop {
  /// It is not delivered; Lambda's default.
  TERMINATE,
  /// It is delivered.
  ALLOW;

  /// What template.yaml says of a function.
  ///
  /// @param function its logical id
  public static RecursiveLoop of(String function) {
    Path template =
        Path.of(System.getProperty("postrider.target", "target")).resolveSibling("template.yaml");
    try {
      return of(function, Files.readString(template));
    } catch (IOException e) {
      throw new UncheckedIOException(template + " cannot be read", e);
    }
  }

  static RecursiveLoop of(String function, String template) {
    Matcher resource =
        Pattern.compile("(?ms)^  " + function + ":$(.*?)(?=^  \\w|\\z)").matcher(template);
    if (!resource.find()) {
      throw new IllegalStateException("template.yaml has no " + function);
    }
    Matcher property =
        Pattern.compile("(?m)^      RecursiveLoop: (\\w+)$").matcher(resource.group(1));
    return property.find() ? valueOf(property.group(1).toUpperCase(Locale.ROOT)) : TERMINATE;
  }
}
