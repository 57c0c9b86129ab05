package dev.postrider.domain.report;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the header of a mail or of one of its parts says of its content.
///
/// @param type in lower case and without parameters, such as `application/gzip`; `text/plain` when
///     there is none
/// @param boundary between the parts; empty when there is none
/// @param encoding the transfer encoding in lower case; empty when there is none
/// @param end where the content begins
record MimeHeader(String type, String boundary, String encoding, int end) {
  private static final int LONGEST_FIELD = 2_000;
  private static final Pattern TYPE = field("content-type");
  private static final Pattern ENCODING = field("content-transfer-encoding");

  /// The parameter, or one of its sections (RFC 2231, sections 3 and 4): `boundary*1*=…`, where the
  /// first star has the number and the second says that the value is encoded.
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary(?:\\*(\\d{1,2}))?(\\*)?"
              + "\\s*=\\s*(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CHARSET_AND_LANGUAGE = Pattern.compile("^[^']*'[^']*'");
  private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");

  private static Pattern field(String name) {
    return Pattern.compile(
        "^" + name + ":([^\n]{1," + LONGEST_FIELD + "})",
        Pattern.CASE_INSENSITIVE | Pattern.MULTILINE | Pattern.UNIX_LINES);
  }

  /// Reads the lines from `start` to the first empty one.
  static MimeHeader read(byte[] mail, int start, int end) {
    StringBuilder fields = new StringBuilder();
    int line = start;
    while (line < end) {
      int next = ReportMail.nextLine(mail, line, end);
      String text = text(mail, line, next);
      line = next;
      if (text.isEmpty()) {
        break;
      }
      boolean continued = text.charAt(0) == ' ' || text.charAt(0) == '\t';
      fields.append(continued ? "" : "\n").append(text);
    }
    String type = first(TYPE, fields);
    return new MimeHeader(name(type), boundary(type), name(first(ENCODING, fields)), line);
  }

  private static String first(Pattern field, CharSequence fields) {
    Matcher matcher = field.matcher(fields);
    return matcher.find() ? matcher.group(1).strip() : "";
  }

  private static String name(String value) {
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private static String boundary(String type) {
    SortedMap<Integer, String> sections = new TreeMap<>();
    Matcher matcher = BOUNDARY.matcher(type);
    while (matcher.find()) {
      int number = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
      String value = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
      sections.putIfAbsent(number, matcher.group(2) == null ? value : decoded(value));
    }
    return String.join("", sections.values());
  }

  private static String decoded(String value) {
    String encoded = CHARSET_AND_LANGUAGE.matcher(value).replaceFirst("");
    return ENCODED
        .matcher(encoded)
        .replaceAll(
            octet ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(octet.group(1), 16))));
  }

  private static String text(byte[] mail, int from, int to) {
    int end = to;
    while (end > from && (mail[end - 1] == '\n' || mail[end - 1] == '\r')) {
      end--;
    }
    int length = Math.min(end - from, LONGEST_FIELD);
    return new String(mail, from, length, StandardCharsets.ISO_8859_1);
  }
}
