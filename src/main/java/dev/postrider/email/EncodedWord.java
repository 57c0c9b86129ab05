package dev.postrider.email;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Display names in the ASCII that a header takes.
final class EncodedWord {
  private static final String START = "=?UTF-8?B?";
  private static final String END = "?=";

  /// Octets of text in one encoded word: 45 make 60 characters of base64, and 72 of the 75 that RFC
  /// 2047 (2) allows.
  private static final int OCTETS = 45;

  private EncodedWord() {}

  /// The name as a phrase (RFC 5322, 3.2.5): a quoted string when it is printable ASCII, else
  /// encoded words (RFC 2047), none of which splits a character.
  static String phrase(String name) {
    return name.chars().allMatch(TextRules::isPrintableAscii) ? quoted(name) : encoded(name);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String encoded(String name) {
    List<String> words = new ArrayList<>();
    int start = 0;
    int octets = 0;
    for (int i = 0; i < name.length(); i = name.offsetByCodePoints(i, 1)) {
      int size = Character.toString(name.codePointAt(i)).getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > OCTETS) {
        words.add(word(name.substring(start, i)));
        start = i;
        octets = 0;
      }
      octets += size;
    }
    words.add(word(name.substring(start)));
    return String.join(" ", words);
  }

  private static String word(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    return START + Base64.getEncoder().encodeToString(octets) + END;
  }
}
