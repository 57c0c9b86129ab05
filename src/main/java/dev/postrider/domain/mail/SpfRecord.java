package dev.postrider.domain.mail;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One SPF record.
///
/// @param terms in order, without the version
/// @param problems what a receiver would call a permanent error; empty when the syntax is right
/// @param flaws what receivers pass over, though whoever wrote it meant something by it
public record SpfRecord(List<Term> terms, List<SpfProblem> problems, List<SpfProblem> flaws) {
  private static final String VERSION = "v=spf1";

  public SpfRecord {
    terms = List.copyOf(terms);
    problems = List.copyOf(problems);
    flaws = List.copyOf(flaws);
  }

  /// One term of an SPF record (RFC 7208, 4.6.1).
  public sealed interface Term {

    /// As the record writes it.
    String text();

    /// A rule that may match a sender.
    ///
    /// @param qualifier `+`, `-`, `~` or `?`
    /// @param argument the domain or network behind the colon, with macros unexpanded and without
    ///     prefix lengths; null when there is none
    record Mechanism(char qualifier, Kind kind, @Nullable String argument, String text)
        implements Term {}

    /// `redirect=`, `exp=` or one that is unknown and ignored.
    record Modifier(String name, String value, String text) implements Term {}

    /// The mechanisms there are.
    enum Kind {
      ALL,
      INCLUDE,
      A,
      MX,
      PTR,
      IP4,
      IP6,
      EXISTS
    }
  }

  /// Whether a TXT value counts as an SPF record (RFC 7208, 4.5).
  public static boolean isSpf(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals(VERSION) || lower.startsWith(VERSION + " ");
  }

  /// Whether a TXT value that does not count as an SPF record was meant as one.
  public static boolean looksLikeSpf(String text) {
    return !isSpf(text)
        && text.strip().toLowerCase(Locale.ROOT).matches("(?s)(?:v\\s*=\\s*)?spf\\s?1(?!\\w).*");
  }

  /// Reads a text for which `isSpf` holds.
  public static SpfRecord parse(String text) {
    return new SpfReader().read(text.substring(VERSION.length()));
  }

  /// The qualifier of `all`: what becomes of all other senders.
  public Optional<Character> allQualifier() {
    return mechanisms(Term.Kind.ALL).stream().map(Term.Mechanism::qualifier).findFirst();
  }

  /// The target of `redirect=`, which counts only without `all`.
  public Optional<String> redirect() {
    if (allQualifier().isPresent()) {
      return Optional.empty();
    }
    return of(Term.Modifier.class)
        .filter(modifier -> modifier.name().equals("redirect"))
        .map(Term.Modifier::value)
        .findFirst();
  }

  /// All mechanisms of one kind.
  public List<Term.Mechanism> mechanisms(Term.Kind kind) {
    return of(Term.Mechanism.class).filter(mechanism -> mechanism.kind() == kind).toList();
  }

  /// The mechanisms that a receiver comes to: all before `all`, and `all` itself.
  public List<Term.Mechanism> reachable() {
    List<Term.Mechanism> mechanisms = of(Term.Mechanism.class).toList();
    int all = mechanisms.stream().map(Term.Mechanism::kind).toList().indexOf(Term.Kind.ALL);
    return all < 0 ? mechanisms : mechanisms.subList(0, all + 1);
  }

  private <T extends Term> Stream<T> of(Class<T> type) {
    return terms.stream().filter(type::isInstance).map(type::cast);
  }
}
