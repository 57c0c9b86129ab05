package dev.postrider.domain;

import dev.postrider.domain.mail.SpfRecord;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Writes the SPF record that should stand instead of what is there.
final class SpfRepair {
  private static final String AMAZON = "include:amazonses.com";
  private static final String REDIRECT = "redirect=";

  private SpfRepair() {}

  /// One record for the MAIL FROM domain with the terms of several, and SES's include.
  static String mergedForSes(List<String> records) {
    String merged = merged(records);
    boolean letsSesIn =
        SpfRecord.parse(merged).mechanisms(SpfRecord.Term.Kind.INCLUDE).stream()
            .anyMatch(term -> term.text().matches("(?i)\\+?" + AMAZON));
    return letsSesIn ? merged : withAmazon(merged);
  }

  /// One record with the terms of several, each once, and the mildest of their endings: it refuses
  /// nobody whom one of them let in. What stands behind `redirect=` is included, since beside `all`
  /// a redirect counts for nothing. Terms that are not valid are left out, or the record would not
  /// be either.
  static String merged(List<String> records) {
    Set<String> terms = new LinkedHashSet<>();
    boolean soft = false;
    for (String text : records) {
      SpfRecord record = SpfRecord.parse(text);
      soft |= record.allQualifier().orElse('?') != '-';
      for (String term : text.strip().split("\\s+", -1)) {
        add(terms, term, record.redirect().isPresent());
      }
    }
    return "v=spf1 " + String.join(" ", terms) + (soft ? " ~all" : " -all");
  }

  private static void add(Set<String> terms, String term, boolean redirects) {
    String lower = term.toLowerCase(Locale.ROOT);
    // A second explanation is left out: two are an error.
    boolean explained =
        lower.startsWith("exp=")
            && terms.stream().anyMatch(known -> known.toLowerCase(Locale.ROOT).startsWith("exp="));
    if (lower.startsWith(REDIRECT)) {
      if (redirects) {
        terms.add("include:" + term.substring(REDIRECT.length()));
      }
    } else if (!explained
        && !lower.matches("v=spf1|[-+~?]?all")
        && SpfRecord.parse("v=spf1 " + term).problems().isEmpty()) {
      terms.add(term);
    }
  }

  /// The record with SES's include in front of its other terms, in place of one that does not let
  /// SES in.
  static String withAmazon(String record) {
    return "v=spf1 "
        + AMAZON
        + record
            .substring("v=spf1".length())
            .replaceAll("(?i)\\s[-+~?]?" + AMAZON + "(?=\\s|$)", "");
  }
}
