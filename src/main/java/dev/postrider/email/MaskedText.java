package dev.postrider.email;

import java.net.IDN;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Free text of SES or of a mail server, made fit for a log, the ledger and a status event: it says
/// why a mail was refused, and names nobody (decision 0094). Pure.
///
/// `…` stands for what has an `@` in it, for a URL, and for the local part, the domain and the name
/// of each recipient, in any case, punctuation and usual encoding. All is masked before the text is
/// cut.
public final class MaskedText {
  /// The most characters that are left.
  public static final int LONGEST = 200;

  /// What is read of a text. An address that begins in it is looked at as a whole.
  private static final int READ = 2_000;

  /// The longest address: 64 characters, `@` and 255.
  private static final int ADDRESS = 320;

  /// SES takes 50 recipients a mail, and 50 mails a call. Of more nothing of a text is shown.
  private static final int MOST_RECIPIENTS = 500;

  private static final char MARK = '…';

  private static final List<Pattern> ALWAYS =
      Stream.of(
              "\"[^\"]{0,320}\"\\s{0,3}<?[^\\s\"]*@\\S*",
              "[^\\s@]*+@\\S*",
              "\\S*?(?:%40|=40|&#0{0,5}64;|&#x0{0,5}40;|&commat;)\\S*",
              "(?<![\\p{L}\\p{N}])(?:[a-z][a-z0-9+.-]{0,20}://|www\\.|mailto:)\\S*",
              "(?<![\\p{L}\\p{N}])(?:[\\p{L}\\p{N}-]{1,63}\\.){1,10}\\p{L}{2,24}(?::\\d{1,5})?/\\S*",
              // SES lists with people's names what is not verified.
              "(?s)(?<=\\bnot verified).*")
          .map(pattern -> Pattern.compile(pattern, Pattern.CASE_INSENSITIVE))
          .toList();

  /// What may stand between two words of an address: punctuation, also encoded for URLs or MIME.
  private static final String BETWEEN = "(?:[%=]\\p{XDigit}{2}|[^\\p{L}\\p{N}]){0,6}";

  private static final String BEFORE =
      "(?:(?<![\\p{L}\\p{N}])|(?<=[%=]\\p{XDigit}{2})|(?<=\\\\[nrt]))";

  private static final String BEHIND = "(?![\\p{L}\\p{N}])";

  private static final Pattern LAST_WORD = Pattern.compile("[^\\s<>\"'(),;:]+$");

  private MaskedText() {}

  /// Masks a text.
  ///
  /// @param recipients of the mail that it is about: addresses, mailboxes with a name, or names
  /// @return one line without control characters, at most 200 characters; empty for an empty text
  public static String of(String text, Collection<String> recipients) {
    String read = readable(text);
    if (recipients.size() > MOST_RECIPIENTS) {
      return read.isBlank() ? "" : String.valueOf(MARK);
    }
    Set<String> named =
        recipients.stream()
            .map(MaskedText::readable)
            .flatMap(MaskedText::parts)
            .map(part -> part.toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    BitSet masked = new BitSet();
    ALWAYS.forEach(pattern -> mask(pattern, read, masked));
    if (!named.isEmpty()) {
      mask(words(named), read, masked);
    }
    maskCutAddress(read, named, masked);
    return shown(read, masked);
  }

  /// The beginning of a text in one form: full-width and composed characters as plain ones, and
  /// nothing that cannot be seen between two letters.
  private static String readable(String text) {
    String beginning = text.substring(0, Math.min(text.length(), READ + ADDRESS));
    return Normalizer.normalize(beginning, Normalizer.Form.NFKC).replaceAll("\\p{Cf}", "");
  }

  /// What names a recipient: local part, also without what follows its first `+`; domain, also in
  /// Unicode or Punycode; name.
  private static Stream<String> parts(String recipient) {
    int open = recipient.lastIndexOf('<');
    int at = recipient.lastIndexOf('@');
    if (at < 0) {
      return Stream.of(recipient.strip()).filter(part -> !part.isEmpty());
    }
    String name = open < 0 ? "" : recipient.substring(0, open).replace("\"", "").strip();
    String local = recipient.substring(open + 1 <= at ? open + 1 : 0, at).strip();
    String domain = recipient.substring(at + 1).replaceAll("[>\\s.]+$", "").strip();
    return Stream.of(name, local, local.split("\\+", 2)[0], domain, unicode(domain), ascii(domain))
        .filter(part -> !part.isEmpty());
  }

  private static String unicode(String domain) {
    return IDN.toUnicode(domain);
  }

  private static String ascii(String domain) {
    try {
      return IDN.toASCII(domain);
    } catch (IllegalArgumentException e) {
      return domain; // as it is written
    }
  }

  /// Finds whole words only, so that the local part `a` is found in `a@` and not in each word.
  private static Pattern words(Set<String> parts) {
    return Pattern.compile(
        parts.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(MaskedText::withAnyPunctuation)
            .distinct()
            .collect(Collectors.joining("|", BEFORE + "(?:", ")" + BEHIND)),
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String withAnyPunctuation(String part) {
    List<String> words =
        Stream.of(part.split("[^\\p{L}\\p{N}\\p{M}]+")).filter(word -> !word.isEmpty()).toList();
    return words.isEmpty()
        ? Pattern.quote(part)
        : words.stream().map(Pattern::quote).collect(Collectors.joining(BETWEEN));
  }

  private static void mask(Pattern pattern, String text, BitSet masked) {
    Matcher found = pattern.matcher(text);
    for (int from = 0; from <= text.length() && found.find(from); from = found.start() + 1) {
      masked.set(found.start(), found.end());
    }
  }

  /// A text that somebody cut may end in the middle of an address.
  private static void maskCutAddress(String text, Set<String> parts, BitSet masked) {
    String kept = text.replaceAll("[\\s.…>]+$", "");
    Matcher last = LAST_WORD.matcher(kept);
    if (last.find()) {
      String word = last.group().toLowerCase(Locale.ROOT);
      if (parts.stream().anyMatch(part -> part.startsWith(word))) {
        masked.set(last.start(), kept.length());
      }
    }
  }

  private static String shown(String text, BitSet masked) {
    StringBuilder shown = new StringBuilder();
    int next = 0;
    while (next < Math.min(text.length(), READ) && shown.length() <= LONGEST) {
      int codePoint = text.codePointAt(next);
      append(shown, masked.get(next) || isUnprintable(codePoint) ? MARK : codePoint);
      next += Character.charCount(codePoint);
    }
    if (shown.length() > LONGEST || next < text.length()) {
      int end = Math.min(shown.length(), LONGEST - 1);
      boolean cutsPair = end > 0 && Character.isHighSurrogate(shown.charAt(end - 1));
      shown.setLength(cutsPair ? end - 1 : end);
      append(shown, MARK);
    }
    return shown.toString().strip();
  }

  /// One mark for what is masked together, one space for white space.
  private static void append(StringBuilder shown, int codePoint) {
    int added = Character.isWhitespace(codePoint) ? ' ' : codePoint;
    boolean again = !shown.isEmpty() && shown.charAt(shown.length() - 1) == added;
    if (!(again && (added == ' ' || added == MARK))) {
      shown.appendCodePoint(added);
    }
  }

  private static boolean isUnprintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED ->
          !Character.isWhitespace(codePoint);
      default -> false;
    };
  }
}
