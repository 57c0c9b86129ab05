package dev.postrider.domain.text;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/// A sentence for people, or a part of one: an English pattern and what is put into it. Whoever
/// shows it chooses the language (decision 0124). In JSON, and as `toString`, it is English.
///
/// @param pattern as `String.format` takes it, with `%s` alone
/// @param arguments names, numbers and records, shown as they are, or other texts
public record Text(String pattern, List<Object> arguments) {
  public Text {
    arguments = List.copyOf(arguments);
  }

  /// A sentence. Each language has its own pattern for it: an English one that is new or changed
  /// needs a line in `texts_ja.properties`.
  public static Text of(String pattern, Object... arguments) {
    return new Text(pattern, List.of(arguments));
  }

  /// What is the same in every language: a record, a command, a word of SES.
  public static Text verbatim(String value) {
    return of("%s", value);
  }

  /// Texts with the same between them.
  ///
  /// @param separator without letters, so that it is right in every language
  public static Text joined(String separator, Collection<Text> parts) {
    return new Text(
        String.join(separator, Collections.nCopies(parts.size(), "%s")), List.copyOf(parts));
  }

  /// In a language.
  public String in(Language language) {
    Object[] shown =
        arguments.stream().map(one -> one instanceof Text text ? text.in(language) : one).toArray();
    return language.pattern(pattern).formatted(shown);
  }

  @JsonValue
  @Override
  public String toString() {
    return in(Language.EN);
  }
}
