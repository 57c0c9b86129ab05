package dev.postrider.domain.mail;

import dev.postrider.domain.mail.SpfProblem.Rule;
import dev.postrider.domain.mail.SpfRecord.Term;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the terms of one SPF record by the grammar of RFC 7208, 12, and collects what is wrong
/// with them: at most one problem a term.
final class SpfReader {
  private static final Pattern MODIFIER =
      Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*+)=(.*+)", Pattern.DOTALL);
  private static final Pattern MECHANISM =
      Pattern.compile("([-+~?]?+)([A-Za-z][A-Za-z0-9_.-]*+)([:/].*+)?", Pattern.DOTALL);
  private static final Pattern PREFIX_LENGTHS = Pattern.compile("(?:/(\\d++))?(?://(\\d++))?\\z");
  private static final Pattern IP4 =
      Pattern.compile(
          ":(?:QNUM\\.){3}QNUM(?:/(\\d+))?"
              .replace("QNUM", "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"));
  private static final Pattern IP6 =
      Pattern.compile(":([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d+))?");
  private static final int IP4_BITS = 32;
  private static final int IP6_BITS = 128;

  private final List<Term> terms = new ArrayList<>();
  private final List<SpfProblem> problems = new ArrayList<>();
  private final List<SpfProblem> flaws = new ArrayList<>();

  /// Reads what stands behind the version.
  SpfRecord read(String text) {
    for (String word : text.split(" ", -1)) {
      if (!word.isEmpty()) {
        term(word);
      }
    }
    flawsOfOrder();
    return new SpfRecord(terms, problems, flaws);
  }

  private void term(String word) {
    Matcher modifier = MODIFIER.matcher(word);
    Matcher mechanism = MECHANISM.matcher(word);
    if (modifier.matches()) {
      modifier(word, modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2));
    } else if (mechanism.matches()) {
      mechanism(word, mechanism);
    } else {
      problems.add(new SpfProblem(Rule.NO_TERM, word));
    }
  }

  private void modifier(String word, String name, String value) {
    boolean known = name.equals("redirect") || name.equals("exp");
    if (name.equals("v")) {
      problems.add(new SpfProblem(Rule.SECOND_VERSION, word));
    } else if (known && !SpfMacros.isDomain(value)) {
      problems.add(new SpfProblem(Rule.NO_DOMAIN, word));
    } else if (!SpfMacros.isText(value)) {
      problems.add(new SpfProblem(Rule.MACRO, word));
    } else if (known && isThere(name)) {
      problems.add(new SpfProblem(Rule.TWICE, word));
    } else if (kind(name).isPresent()) {
      flaws.add(new SpfProblem(Rule.MECHANISM_WITH_EQUALS, word));
    }
    terms.add(new Term.Modifier(name, value, word));
  }

  private boolean isThere(String name) {
    return terms.stream().anyMatch(t -> t instanceof Term.Modifier m && m.name().equals(name));
  }

  private void mechanism(String word, Matcher match) {
    Optional<Term.Kind> kind = kind(match.group(2));
    if (kind.isEmpty()) {
      problems.add(new SpfProblem(Rule.UNKNOWN_MECHANISM, word));
      return;
    }
    String rest = match.group(3) == null ? "" : match.group(3);
    if (!isRight(kind.get(), rest)) {
      problems.add(new SpfProblem(Rule.MECHANISM, word));
    }
    char qualifier = match.group(1).isEmpty() ? '+' : match.group(1).charAt(0);
    String bare = withoutLengths(rest);
    String argument = bare.startsWith(":") ? bare.substring(1) : null;
    terms.add(new Term.Mechanism(qualifier, kind.get(), argument, word));
  }

  private static Optional<Term.Kind> kind(String name) {
    return Arrays.stream(Term.Kind.values())
        .filter(kind -> kind.name().equalsIgnoreCase(name))
        .findFirst();
  }

  private static boolean isRight(Term.Kind kind, String rest) {
    return switch (kind) {
      case ALL -> rest.isEmpty();
      case INCLUDE, EXISTS -> isDomain(rest);
      case PTR -> rest.isEmpty() || isDomain(rest);
      case A, MX -> {
        String bare = withoutLengths(rest);
        yield (bare.isEmpty() || isDomain(bare)) && areLengths(rest.substring(bare.length()));
      }
      case IP4 -> isNetwork(IP4.matcher(rest), 1, IP4_BITS);
      case IP6 -> isNetwork(IP6.matcher(rest), 2, IP6_BITS) && isIp6(rest);
    };
  }

  private static boolean isDomain(String rest) {
    return rest.startsWith(":") && SpfMacros.isDomain(rest.substring(1));
  }

  /// A slash may stand in a domain too, so only numbers at the very end are prefix lengths.
  private static String withoutLengths(String rest) {
    Matcher lengths = PREFIX_LENGTHS.matcher(rest);
    return lengths.find() ? rest.substring(0, lengths.start()) : rest;
  }

  private static boolean areLengths(String text) {
    Matcher lengths = PREFIX_LENGTHS.matcher(text);
    return lengths.matches()
        && isLength(lengths.group(1), IP4_BITS)
        && isLength(lengths.group(2), IP6_BITS);
  }

  private static boolean isNetwork(Matcher network, int lengthGroup, int bits) {
    return network.matches() && isLength(network.group(lengthGroup), bits);
  }

  /// Absent, or a number up to `bits` without zeros in front.
  private static boolean isLength(@Nullable String digits, int bits) {
    return digits == null
        || (digits.matches("0|[1-9]\\d{0,2}") && Integer.parseInt(digits) <= bits);
  }

  private static boolean isIp6(String rest) {
    int slash = rest.indexOf('/');
    try {
      // A literal with a colon: the JDK asks no DNS for it.
      InetAddress.ofLiteral(rest.substring(1, slash < 0 ? rest.length() : slash));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// What stands behind `all` is never looked at: almost always a record that was extended at its
  /// end.
  private void flawsOfOrder() {
    boolean all = false;
    for (Term term : terms) {
      if (term instanceof Term.Mechanism mechanism) {
        if (all) {
          flaws.add(new SpfProblem(Rule.BEHIND_ALL, mechanism.text()));
        }
        all |= mechanism.kind() == Term.Kind.ALL;
      }
    }
    for (Term term : terms) {
      if (all && term instanceof Term.Modifier modifier && modifier.name().equals("redirect")) {
        flaws.add(new SpfProblem(Rule.REDIRECT_BESIDE_ALL, modifier.text()));
      }
    }
  }
}
