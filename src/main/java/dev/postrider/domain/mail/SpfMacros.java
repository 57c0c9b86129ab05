package dev.postrider.domain.mail;

import dev.postrider.domain.dns.DnsName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The macros of SPF (RFC 7208, 7): whether they are written rightly, and what those come to that
/// do not depend on the mail.
final class SpfMacros {
  /// Letter, number of labels, `r` for reversed, delimiters. `c`, `r` and `t` are for explanation
  /// texts only, and the number is not zero.
  private static final String MACRO = "%\\{([slodiphvSLODIPHV])(0*[1-9]\\d*)?([rR])?([-.+,/_=]*)}";

  private static final String ESCAPE = "%[%_-]";
  private static final Pattern MACROS = Pattern.compile(MACRO + "|" + ESCAPE);

  /// All visible characters but the percent sign stand for themselves.
  private static final Pattern LITERALS = Pattern.compile("[!-$&-~]*");

  /// A dot and a label that is not a number.
  private static final Pattern TOP_LABEL =
      Pattern.compile(
          "(?s).*\\.(?:[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9])\\.?");

  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  private SpfMacros() {}

  /// Whether a text is a `macro-string`.
  static boolean isText(String text) {
    return LITERALS.matcher(MACROS.matcher(text).replaceAll("")).matches();
  }

  /// Whether a text is a `domain-spec`: it ends in a macro or in a top label.
  static boolean isDomain(String text) {
    int macrosEnd = MACROS.matcher(text).results().mapToInt(MatchResult::end).max().orElse(0);
    return isText(text)
        && !text.isEmpty()
        && (macrosEnd == text.length() || TOP_LABEL.matcher(text.substring(macrosEnd)).matches());
  }

  /// The target of a term, as far as it is the same for every mail.
  sealed interface TermTarget {
    /// A name to ask.
    record NameToAsk(DnsName name) implements TermTarget {}

    /// It has a macro whose value only a mail gives.
    record OfTheMail() implements TermTarget {}

    /// No question can be made of it: an empty label, or one that is too long (RFC 7208, 4.8,
    /// leaves open what receivers do).
    record NoName() implements TermTarget {}

    /// A valid name with a character that this check does not ask for.
    record NotAsked() implements TermTarget {}
  }

  /// @param domain whose record it is: `%{d}`
  /// @param sender the domain of the envelope sender: `%{o}`
  static TermTarget target(String spec, DnsName domain, DnsName sender) {
    boolean ofTheMail =
        MACROS
            .matcher(spec)
            .results()
            .map(MatchResult::group)
            .anyMatch(macro -> macro.startsWith("%{") && !"dDoO".contains(macro.substring(2, 3)));
    if (ofTheMail) {
      return new TermTarget.OfTheMail();
    }
    String expanded =
        MACROS
            .matcher(spec)
            .replaceAll(macro -> Matcher.quoteReplacement(value(macro, domain, sender)));
    String name = fitting(expanded);
    Optional<DnsName> known = DnsName.of(name);
    if (known.isPresent()) {
      return new TermTarget.NameToAsk(known.get());
    }
    return Arrays.stream(name.split("\\.", -1))
            .allMatch(label -> !label.isEmpty() && label.length() <= LONGEST_LABEL)
        ? new TermTarget.NotAsked()
        : new TermTarget.NoName();
  }

  private static String value(MatchResult macro, DnsName domain, DnsName sender) {
    return switch (macro.group()) {
      case "%%" -> "%";
      case "%_" -> " ";
      case "%-" -> "%20";
      default -> {
        boolean ofDomain = macro.group(1).toLowerCase(Locale.ROOT).equals("d");
        yield transformed(macro, ofDomain ? domain.text() : sender.text());
      }
    };
  }

  /// Split at the delimiters, reversed, and of that the labels at the right (RFC 7208, 7.3).
  private static String transformed(MatchResult macro, String text) {
    String delimiters = macro.group(4).isEmpty() ? "." : macro.group(4);
    List<String> parts =
        new ArrayList<>(Arrays.asList(text.split("[" + Pattern.quote(delimiters) + "]", -1)));
    if (macro.group(3) != null) {
      Collections.reverse(parts);
    }
    String digits = macro.group(2);
    int kept = digits == null || digits.length() > 3 ? parts.size() : Integer.parseInt(digits);
    return String.join(".", parts.subList(Math.max(0, parts.size() - kept), parts.size()));
  }

  /// Without its last dot, and without as many labels at the left as a name is too long by.
  private static String fitting(String name) {
    String rest = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    while (rest.length() > LONGEST_NAME && rest.indexOf('.') >= 0) {
      rest = rest.substring(rest.indexOf('.') + 1);
    }
    return rest;
  }
}
