package dev.postrider.email;

import java.net.IDN;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Free text of SES or of a mail server, made fit for a log, the ledger and a status event: it says
/// why a mail was refused, and names nobody (decision 0094). Pure.
///
/// `…` stands for what has an `@` in it, for a URL, and for the local part, the domain and the name
/// of each recipient, in any case, punctuation and usual encoding ([TextView]). All is masked
/// before the text is cut. Whoever chose addresses and text, it takes no time to speak of.
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
              "(?<![^\\s@])[^\\s@]*+\\s{0,3}@\\s{0,3}\\S*",
              "(?<![\\p{L}\\p{N}])(?:[a-z][a-z0-9+.-]{0,20}://|www\\.|mailto:)\\S*",
              "(?<![\\p{L}\\p{N}])(?:[\\p{L}\\p{N}-]{1,63}\\.){1,10}\\p{L}{2,24}(?::\\d{1,5})?/\\S*",
              // SES lists with people's names what is not verified.
              "(?s)(?<=\\bnot verified).*")
          .map(pattern -> Pattern.compile(pattern, Pattern.CASE_INSENSITIVE))
          .toList();

  /// What is behind the last letter of a text that was not cut there.
  private static final Pattern CLOSED = Pattern.compile("[<\"'(),;:]");

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
    Set<NamedPart> named =
        recipients.stream()
            .map(MaskedText::readable)
            .flatMap(MaskedText::parts)
            .flatMap(part -> NamedPart.of(part).stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    BitSet masked = new BitSet();
    for (TextView view : TextView.of(read)) {
      ALWAYS.forEach(pattern -> mask(pattern, view, masked));
      Letters letters = new Letters(view.text());
      named.forEach(part -> mask(part, letters, view, masked));
      maskCutPart(named, letters, view, masked);
    }
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

  private static void mask(Pattern pattern, TextView view, BitSet masked) {
    String text = view.text();
    Matcher found = pattern.matcher(text);
    for (int from = 0; from <= text.length() && found.find(from); from = found.start() + 1) {
      view.mark(found.start(), found.end(), masked);
    }
  }

  private static void mask(NamedPart part, Letters letters, TextView view, BitSet masked) {
    int from = letters.indexOf(part.letters(), 0);
    while (from >= 0) {
      if (part.isNamedIn(letters, from)) {
        int last = from + part.letters().length() - 1;
        view.mark(letters.position(from), letters.position(last) + 1, masked);
      }
      from = letters.indexOf(part.letters(), from + 1);
    }
  }

  /// A text that somebody cut may end in the middle of a part.
  private static void maskCutPart(
      Set<NamedPart> parts, Letters letters, TextView view, BitSet masked) {
    int end = letters.length();
    if (end == 0 || CLOSED.matcher(view.text()).find(letters.position(end - 1))) {
      return;
    }
    for (int i = Math.max(0, end - ADDRESS); i < end; i++) {
      int from = i;
      if (parts.stream().anyMatch(part -> part.isCutIn(letters, from))) {
        view.mark(letters.position(from), letters.position(end - 1) + 1, masked);
        return;
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
