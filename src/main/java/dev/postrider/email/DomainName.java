package dev.postrider.email;

import dev.postrider.email.Checked.Flaw;
import dev.postrider.email.Checked.Good;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads a mail domain in any language into lower-case Punycode.
///
/// The JDK knows IDNA 2003 only. It would turn ß, ς and the two zero-width joiners into another
/// domain than today's registries (IDNA 2008) do, so they are refused, and characters newer than
/// Unicode 3.2 have no form there: such a domain is written in Punycode by the producer.
final class DomainName {
  private static final String FORM =
      "a domain of two or more labels, each 1 to 63 letters, digits and inner hyphens, at most 255"
          + " characters together";

  private static final String PUNYCODE = "this domain in Punycode (xn--…)";
  private static final String DEVIATIONS = "ßς\u200c\u200d";
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private DomainName() {}

  static Checked<String> parse(String domain) {
    if (domain.startsWith("[")) {
      return new Flaw<>("an address literal in place of a domain", FORM);
    }
    return TextRules.only("a domain", domain, c -> DEVIATIONS.indexOf(c) < 0, PUNYCODE)
        .then(DomainName::ascii)
        .then(DomainName::shape);
  }

  private static Checked<String> ascii(String domain) {
    if (domain.chars().allMatch(c -> c < 128)) {
      return new Good<>(domain.toLowerCase(Locale.ROOT));
    }
    try {
      return new Good<>(IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return new Flaw<>(
          FoundValue.sized("a domain", domain) + " that IDNA 2003 cannot encode", PUNYCODE);
    }
  }

  private static Checked<String> shape(String domain) {
    String[] labels = domain.split("\\.", -1);
    if (domain.length() > Limits.DOMAIN || labels.length < 2) {
      return new Flaw<>(
          FoundValue.sized("a domain", domain) + " and " + FoundValue.count(labels.length, "label"),
          FORM);
    }
    for (String label : labels) {
      if (label(label) instanceof Flaw<String> flaw) {
        return flaw;
      }
    }
    return DIGITS.matcher(labels[labels.length - 1]).matches()
        ? new Flaw<>("a domain that ends in a number", FORM)
        : new Good<>(domain);
  }

  private static Checked<String> label(String label) {
    if (label.isEmpty() || label.length() > Limits.DOMAIN_LABEL) {
      return new Flaw<>(FoundValue.sized("a domain label", label), FORM);
    }
    if (label.startsWith("-") || label.endsWith("-")) {
      return new Flaw<>("a domain label that begins or ends with a hyphen", FORM);
    }
    return TextRules.only(
        "a domain label", label, c -> TextRules.isLetterOrDigit(c) || c == '-', FORM);
  }
}
