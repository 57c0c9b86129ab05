package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.nio.ByteBuffer;
import java.util.Base64;

/// Decodes base64 strictly: the standard alphabet, padded, without line breaks, and one way only to
/// write the same bytes (RFC 4648, 3 and 4).
final class Base64Text {
  private static final String FORM =
      "base64 of at least 1 byte (RFC 4648, alphabet with + and /, padded, without line breaks)";

  private Base64Text() {}

  static Checked<ByteBuffer> decode(String text) {
    return TextRules.only("a string", text, Base64Text::isBase64, FORM).then(Base64Text::bytes);
  }

  private static Checked<ByteBuffer> bytes(String text) {
    if (text.isEmpty() || text.length() % 4 != 0) {
      return new Flaw<>(FoundValue.text(text) + ", which is not a multiple of 4 above 0", FORM);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return isCanonical(text.substring(text.length() - 4))
          ? new Good<>(ByteBuffer.wrap(bytes))
          : new Flaw<>(FoundValue.text(text) + " with bits left over in the last character", FORM);
    } catch (IllegalArgumentException e) {
      return new Flaw<>(FoundValue.text(text) + " with = before its end", FORM);
    }
  }

  /// Whether the last four characters leave no bits over: they come back from their bytes.
  private static boolean isCanonical(String last) {
    return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(last)).equals(last);
  }

  private static boolean isBase64(int c) {
    return TextRules.isLetterOrDigit(c) || c == '+' || c == '/' || c == '=';
  }
}
