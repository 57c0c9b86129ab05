package dev.postrider.domain.mail;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One SPF record.
///
/// @param terms in order, without the version
/// @param problems what a receiver would call a permanent error, each with the term it is about;
///     empty when the syntax is right
public record SpfRecord(List<SpfTerm> terms, List<String> problems) {
  private static final String VERSION = "v=spf1";

  public SpfRecord {
    terms = List.copyOf(terms);
    problems = List.copyOf(problems);
  }

  /// Whether a TXT value counts as an SPF record (RFC 7208, 4.5).
  public static boolean isSpf(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals(VERSION) || lower.startsWith(VERSION + " ");
  }

  /// Reads a text for which `isSpf` holds.
  public static SpfRecord parse(String text) {
    return new SpfParser().parse(text.substring(VERSION.length()));
  }

  /// The qualifier of `all`: what becomes of all other senders.
  public Optional<Character> allQualifier() {
    return mechanisms(SpfTerm.Kind.ALL).stream().map(SpfTerm.Mechanism::qualifier).findFirst();
  }

  /// The target of `redirect=`, which counts only without `all`.
  public Optional<String> redirect() {
    if (allQualifier().isPresent()) {
      return Optional.empty();
    }
    return terms.stream()
        .filter(SpfTerm.Modifier.class::isInstance)
        .map(SpfTerm.Modifier.class::cast)
        .filter(modifier -> modifier.name().equals("redirect"))
        .map(SpfTerm.Modifier::value)
        .findFirst();
  }

  /// All mechanisms of one kind.
  public List<SpfTerm.Mechanism> mechanisms(SpfTerm.Kind kind) {
    return terms.stream()
        .filter(SpfTerm.Mechanism.class::isInstance)
        .map(SpfTerm.Mechanism.class::cast)
        .filter(mechanism -> mechanism.kind() == kind)
        .toList();
  }
}
