package dev.postrider.domain.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One SPF record.
///
/// @param terms in order, without the version
/// @param problems what a receiver would call a permanent error, each with the term it is about;
///     empty when the syntax is right
public record SpfRecord(List<Term> terms, List<String> problems) {
  private static final String VERSION = "v=spf1";

  public SpfRecord {
    terms = List.copyOf(terms);
    problems = List.copyOf(problems);
  }

  /// One term of an SPF record (RFC 7208, 4.6.1).
  public sealed interface Term {

    /// As the record writes it.
    String text();

    /// A rule that may match a sender.
    ///
    /// @param qualifier `+`, `-`, `~` or `?`
    /// @param argument the domain or network behind the colon, with macros unexpanded; null when
    ///     there is none
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

  /// Reads a text for which `isSpf` holds.
  public static SpfRecord parse(String text) {
    return new Parser().parse(text.substring(VERSION.length()));
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

  private <T extends Term> Stream<T> of(Class<T> type) {
    return terms.stream().filter(type::isInstance).map(type::cast);
  }

  /// Reads the terms of one record and collects what is wrong with them.
  private static final class Parser {
    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)");
    private static final Pattern MECHANISM =
        Pattern.compile("([-+~?]?)([A-Za-z][A-Za-z0-9]*)(?::([^/]*))?(/.*)?");
    private static final Pattern DOMAIN = Pattern.compile("(?:%\\{[^}]*}|%[%_-]|[A-Za-z0-9._-])+");
    private static final Pattern PREFIX_LENGTHS =
        Pattern.compile("(?:/(?:[12]?[0-9]|3[0-2]))?(?://[0-9]{1,3})?");
    private static final Pattern IP4 =
        Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

    private final List<Term> terms = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    SpfRecord parse(String text) {
      for (String word : text.strip().split("\\s+", -1)) {
        if (!word.isEmpty()) {
          term(word);
        }
      }
      checkOrder();
      return new SpfRecord(terms, problems);
    }

    private void term(String word) {
      Matcher modifier = MODIFIER.matcher(word);
      if (modifier.matches()) {
        modifier(word, modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2));
        return;
      }
      Matcher mechanism = MECHANISM.matcher(word);
      if (!mechanism.matches()) {
        problems.add("'" + word + "' is neither a mechanism nor a modifier");
        return;
      }
      mechanism(word, mechanism);
    }

    private void modifier(String word, String name, String value) {
      if (name.equals("v")) {
        problems.add("'" + word + "' stands a second time: two records were put into one");
      } else if (name.equals("redirect") && !DOMAIN.matcher(value).matches()) {
        problems.add("'" + word + "' names no domain");
      }
      terms.add(new Term.Modifier(name, value, word));
    }

    private void mechanism(String word, Matcher match) {
      String name = match.group(2);
      Optional<Term.Kind> known =
          Arrays.stream(Term.Kind.values())
              .filter(one -> one.name().equalsIgnoreCase(name))
              .findFirst();
      if (known.isEmpty()) {
        problems.add("'" + word + "' is an unknown mechanism");
        return;
      }
      Term.Kind kind = known.get();
      String argument = match.group(3);
      String lengths = match.group(4) == null ? "" : match.group(4);
      if (!isRight(kind, argument, lengths)) {
        problems.add("'" + word + "' is not written as its mechanism asks");
      }
      char qualifier = match.group(1).isEmpty() ? '+' : match.group(1).charAt(0);
      terms.add(new Term.Mechanism(qualifier, kind, argument, word));
    }

    private static boolean isRight(Term.Kind kind, @Nullable String argument, String lengths) {
      return switch (kind) {
        case ALL -> argument == null && lengths.isEmpty();
        case INCLUDE, EXISTS ->
            argument != null && DOMAIN.matcher(argument).matches() && lengths.isEmpty();
        case PTR -> (argument == null || DOMAIN.matcher(argument).matches()) && lengths.isEmpty();
        case A, MX ->
            (argument == null || DOMAIN.matcher(argument).matches())
                && PREFIX_LENGTHS.matcher(lengths).matches();
        case IP4 ->
            argument != null
                && IP4.matcher(argument).matches()
                && lengths.matches("(?:/(?:[12]?[0-9]|3[0-2]))?");
        case IP6 ->
            argument != null
                && argument.contains(":")
                && argument.matches("[0-9A-Fa-f:.]+")
                && lengths.matches("(?:/(?:\\d{1,2}|1[01]\\d|12[0-8]))?");
      };
    }

    /// Terms behind `all` are never looked at: almost always a record that was extended at its end.
    private void checkOrder() {
      for (int i = 0; i < terms.size() - 1; i++) {
        boolean all = terms.get(i) instanceof Term.Mechanism m && m.kind() == Term.Kind.ALL;
        if (all && terms.get(i + 1) instanceof Term.Mechanism next) {
          problems.add("'" + next.text() + "' stands behind 'all' and is never read");
          return;
        }
      }
    }
  }
}
