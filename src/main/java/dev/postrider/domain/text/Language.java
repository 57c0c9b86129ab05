package dev.postrider.domain.text;

import java.util.Locale;
import java.util.ResourceBundle;

/// The languages that findings and advice can be shown in.
public enum Language {
  /// The patterns themselves.
  EN,
  /// From `texts_ja.properties`.
  JA;

  /// A pattern in this language; the English one when it has no translation, which a test keeps
  /// from happening.
  ///
  /// @param english the pattern of a [Text]
  public String pattern(String english) {
    if (this == EN) {
      return english;
    }
    ResourceBundle texts =
        ResourceBundle.getBundle(
            "dev.postrider.domain.text.texts", Locale.of(name().toLowerCase(Locale.ROOT)));
    String key = key(english);
    return texts.containsKey(key) ? texts.getString(key) : english;
  }

  /// The key of a pattern in a bundle: its words and arguments, with `_` for all between them.
  public static String key(String english) {
    return english.replaceAll("[^A-Za-z0-9%]+", "_");
  }
}
