package dev.postrider.domain.mail;

import dev.postrider.domain.mail.DmarcProblem.Kind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one DMARC record's tags. Receivers discard a record without the right version, act as if
/// it said `p=none` where `p`, `sp` or `np` is wrong and there is a report address, and pass over
/// anything else that is wrong or unknown (RFC 9989, 4.7 and 4.10.1; RFC 7489, 6.3 and 6.6.3).
final class DmarcReader {
  private static final Set<String> POLICIES = Set.of("p", "sp", "np");

  /// Those of RFC 9989, and the three of RFC 7489 that it dropped.
  private static final Set<String> KNOWN =
      Set.of(
          "v", "p", "sp", "np", "psd", "t", "adkim", "aspf", "fo", "rua", "ruf", "pct", "rf", "ri");

  private static final Pattern MAILTO =
      Pattern.compile("(?i)mailto:([^@\\s!?]+@[^@\\s!?]+\\.[^@\\s!?]+)(\\?[^!]*)?(!.*)?");

  private final String text;
  private final TagList written;
  private final TagList tags;
  private final List<DmarcProblem> problems = new ArrayList<>();

  DmarcReader(String text) {
    this.text = text;
    written = TagList.parse(text);
    tags = written.lowerCased();
  }

  DmarcRecord record() {
    if (!DmarcRecord.isDmarc(text)) {
      add(Kind.VERSION, "");
    }
    written.malformed().forEach(part -> add(Kind.NOT_A_TAG, part));
    tags.repeated().forEach(name -> add(Kind.TWICE, name));
    written.tags().stream().map(TagList.Tag::name).forEach(this::name);
    List<String> reports = addresses("rua");
    boolean disarmed = policies(!reports.isEmpty());
    Policy policy = disarmed ? Policy.NONE : policy("p").orElse(Policy.NONE);
    Policy subdomains = disarmed ? Policy.NONE : policy("sp").orElse(policy);
    return new DmarcRecord(
        policy,
        subdomains,
        disarmed ? Policy.NONE : policy("np").orElse(subdomains),
        Integer.parseInt(value("pct", "100", "\\d{1,2}|100", Kind.PERCENT)),
        value("t", "n", "[yn]", Kind.TESTING).equalsIgnoreCase("y"),
        Character.toLowerCase(value("psd", "u", "[ynu]", Kind.PUBLIC_SUFFIX).charAt(0)),
        value("adkim", "r", "[rs]", Kind.ALIGNMENT).equalsIgnoreCase("s"),
        value("aspf", "r", "[rs]", Kind.ALIGNMENT).equalsIgnoreCase("s"),
        reports,
        failureReports(),
        tags,
        problems);
  }

  private void name(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!KNOWN.contains(lower)) {
      add(Kind.UNKNOWN_TAG, name);
    } else if (!lower.equals(name)) {
      add(Kind.CAPITALS, name);
    }
  }

  /// Whether receivers act as if the record said `p=none`, because a policy cannot be read.
  private boolean policies(boolean reports) {
    List<String> wrong =
        tags.tags().stream()
            .filter(tag -> POLICIES.contains(tag.name()) && policy(tag.name()).isEmpty())
            .map(tag -> tag.name() + "=" + tag.value())
            .toList();
    wrong.forEach(one -> add(reports ? Kind.DISARMED_POLICY : Kind.UNUSABLE_POLICY, one));
    if (tags.get("p").isEmpty()) {
      add(reports ? Kind.NO_POLICY : Kind.NO_POLICY_NOR_REPORTS, "");
    }
    return !wrong.isEmpty();
  }

  /// The strictest when it is given twice: receivers differ in which one they take.
  private Optional<Policy> policy(String tag) {
    return tags.all(tag).stream()
        .flatMap(value -> Policy.of(value).stream())
        .max(Comparator.naturalOrder());
  }

  /// The first value of a tag, or what holds without it when it is not of the form.
  private String value(String tag, String usual, String form, Kind problem) {
    Optional<String> value = tags.get(tag);
    if (value.isPresent() && !value.get().matches("(?i)" + form)) {
      add(problem, tag + "=" + value.get());
      return usual;
    }
    return value.orElse(usual);
  }

  private List<String> failureReports() {
    value("fo", "0", "[01ds](?:\\s*:\\s*[01ds])*", Kind.FAILURE_OPTIONS);
    return addresses("ruf");
  }

  private List<String> addresses(String tag) {
    List<String> addresses = new ArrayList<>();
    for (String uri : tags.get(tag).map(value -> value.split(",", -1)).orElse(new String[0])) {
      Matcher mailto = MAILTO.matcher(uri.strip());
      if (!mailto.matches()) {
        add(Kind.NO_MAILBOX, tag);
        continue;
      }
      String size = mailto.group(3);
      if (size != null && !size.matches("(?i)!\\d+[kmgt]?")) {
        add(Kind.SIZE, size);
      }
      addresses.add(decoded(mailto.group(1)));
    }
    return addresses;
  }

  private static String decoded(String mailbox) {
    try {
      return URLDecoder.decode(mailbox.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return mailbox;
    }
  }

  private void add(Kind kind, String argument) {
    problems.add(new DmarcProblem(kind, argument));
  }
}
