package dev.postrider.email;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads an address as mail servers write it in their reports. Whatever it looks like has a key.
///
/// Understood are `Name <local@domain>`, a source route (`<@relay:local@domain>`), comments, also
/// nested ones, an address type (`rfc822; local@domain`, RFC 3464 2.3.2), `mailto:`, quotes around
/// the whole or around the local part, white space, and dots at the end of the domain. A domain
/// without a Punycode form is only lower-cased.
final class ForeignAddress {
  /// The innermost comment; what stands in quotes, group 1, is none.
  private static final Pattern COMMENT =
      Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*+\")|\\([^()]*\\)");

  /// An address type or a URL's scheme: neither `;` nor `:` can stand in an unquoted local part.
  private static final Pattern TYPE = Pattern.compile("^[A-Za-z0-9.+-]+\\s*[;:]\\s*");

  /// What is left of a bracket or a list.
  private static final Pattern EDGES = Pattern.compile("^[<\\s]+|[>,;\\s]+$");

  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
  private static final Pattern LAST_DOTS = Pattern.compile("[.\u3002\uff0e\uff61]+$");

  private ForeignAddress() {}

  static String key(String mailbox) {
    String bare = bare(mailbox);
    int at = bare.lastIndexOf('@');
    return at < 0
        ? asciiDomain(bare)
        : inside('"', bare.substring(0, at).strip()).toLowerCase(Locale.ROOT)
            + "@"
            + asciiDomain(bare.substring(at + 1).strip());
  }

  private static String bare(String mailbox) {
    String text = withoutComments(mailbox);
    int open = text.lastIndexOf('<');
    int close = text.indexOf('>', open + 1);
    if (open >= 0 && close > open) {
      text = text.substring(open + 1, close);
    }
    text = TYPE.matcher(EDGES.matcher(text).replaceAll("")).replaceFirst("");
    text = inside('\'', inside('"', text));
    return EDGES.matcher(text.startsWith("@") ? afterRoute(text) : text).replaceAll("");
  }

  private static String withoutComments(String text) {
    String rest = COMMENT.matcher(text).replaceAll("$1");
    return rest.length() == text.length() ? text : withoutComments(rest);
  }

  private static String afterRoute(String text) {
    return text.substring(text.indexOf(':') + 1);
  }

  /// What stands between two quotes, without escapes; the text itself when it is not quoted.
  private static String inside(char quote, String text) {
    int last = text.length() - 1;
    return last > 0 && text.charAt(0) == quote && text.charAt(last) == quote
        ? ESCAPED.matcher(text.substring(1, last)).replaceAll("$1").strip()
        : text;
  }

  private static String asciiDomain(String domain) {
    String name = LAST_DOTS.matcher(domain).replaceAll("");
    try {
      return IDN.toASCII(name).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return name.toLowerCase(Locale.ROOT);
    }
  }
}
