package dev.postrider.domain.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the terms of one record and collects what is wrong with them.
final class SpfParser {
  private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)");
  private static final Pattern MECHANISM =
      Pattern.compile("([-+~?]?)([A-Za-z][A-Za-z0-9]*)(?::([^/]*))?(/.*)?");
  private static final Pattern DOMAIN = Pattern.compile("(?:%\\{[^}]*}|%[%_-]|[A-Za-z0-9._-])+");
  private static final Pattern PREFIX_LENGTHS =
      Pattern.compile("(?:/(?:[12]?[0-9]|3[0-2]))?(?://[0-9]{1,3})?");
  private static final Pattern IP4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");

  private final List<SpfTerm> terms = new ArrayList<>();
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
    terms.add(new SpfTerm.Modifier(name, value, word));
  }

  private void mechanism(String word, Matcher match) {
    SpfTerm.Kind kind = kindOf(match.group(2));
    if (kind == null) {
      problems.add("'" + word + "' is an unknown mechanism");
      return;
    }
    String argument = match.group(3);
    String lengths = match.group(4) == null ? "" : match.group(4);
    if (!isRight(kind, argument, lengths)) {
      problems.add("'" + word + "' is not written as its mechanism asks");
    }
    char qualifier = match.group(1).isEmpty() ? '+' : match.group(1).charAt(0);
    terms.add(new SpfTerm.Mechanism(qualifier, kind, argument, word));
  }

  private static SpfTerm.@Nullable Kind kindOf(String name) {
    for (SpfTerm.Kind kind : SpfTerm.Kind.values()) {
      if (kind.name().equalsIgnoreCase(name)) {
        return kind;
      }
    }
    return null;
  }

  private static boolean isRight(SpfTerm.Kind kind, @Nullable String argument, String lengths) {
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
      case IP6 -> argument != null && isIp6(argument, lengths);
    };
  }

  private static boolean isIp6(String argument, String lengths) {
    return argument.contains(":")
        && argument.matches("[0-9A-Fa-f:.]+")
        && lengths.matches("(?:/(?:\\d{1,2}|1[01]\\d|12[0-8]))?");
  }

  /// Terms behind `all` are never looked at: almost always a record that was extended at its end.
  private void checkOrder() {
    for (int i = 0; i < terms.size() - 1; i++) {
      boolean all = terms.get(i) instanceof SpfTerm.Mechanism m && m.kind() == SpfTerm.Kind.ALL;
      if (all && terms.get(i + 1) instanceof SpfTerm.Mechanism next) {
        problems.add("'" + next.text() + "' stands behind 'all' and is never read");
        return;
      }
    }
  }
}
