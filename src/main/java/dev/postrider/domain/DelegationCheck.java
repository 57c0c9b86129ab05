package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.NameServers;
import dev.postrider.domain.dns.NameServers.Question;
import dev.postrider.domain.dns.NameServers.ServerAnswer;
import dev.postrider.domain.dns.NameServers.ZoneAnswers;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.text.Text;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Whether the servers to which a zone is delegated serve it, and all say the same: the reason for
/// records that were published and that nobody, or not everybody, finds.
///
/// @param soFar the findings whose names are asked for
/// @param every asks for all of them; false asks for those alone that failed or were not answered
/// @param dns that gave those findings
record DelegationCheck(Findings soFar, boolean every, Dns dns, NameServers servers) {
  /// Fewer missing records are a slip; all of them are another zone.
  private static final int MANY = 3;

  /// The points of the records that the owner publishes for SES.
  private static final Set<Point> OF_SES =
      EnumSet.of(Point.DKIM_CNAME, Point.MAIL_FROM_MX, Point.MAIL_FROM_SPF, Point.DMARC);

  List<Finding> findings() {
    Set<Question> questions = questions();
    if (questions.isEmpty()) {
      return List.of();
    }
    Map<Question, ZoneAnswers> answers = servers.ask(questions);
    Map<DnsName, Map<Question, ZoneAnswers>> byZone = new LinkedHashMap<>();
    for (Question question : questions) {
      ZoneAnswers answer =
          answers.getOrDefault(question, new ZoneAnswers(question.name(), List.of()));
      byZone.computeIfAbsent(answer.zone(), _ -> new LinkedHashMap<>()).put(question, answer);
    }
    return byZone.entrySet().stream().map(e -> finding(e.getKey(), e.getValue())).toList();
  }

  private Set<Question> questions() {
    Set<Question> questions = new LinkedHashSet<>();
    for (Finding finding : soFar.all()) {
      boolean open = finding.verdict() == Verdict.FAILURE || finding.verdict() == Verdict.UNCHECKED;
      if (every || open) {
        type(finding.point())
            .flatMap(type -> DnsName.of(finding.subject()).map(name -> new Question(name, type)))
            .ifPresent(questions::add);
      }
    }
    return questions;
  }

  /// What a point's subject was asked for; empty for what is not one name in the DNS.
  private static Optional<RecordType> type(Point point) {
    return switch (point) {
      case DKIM_CNAME -> Optional.of(RecordType.CNAME);
      case MAIL_FROM_MX -> Optional.of(RecordType.MX);
      case MAIL_FROM_SPF, DOMAIN_SPF, DMARC -> Optional.of(RecordType.TXT);
      default -> Optional.empty();
    };
  }

  private Finding finding(DnsName zone, Map<Question, ZoneAnswers> answers) {
    Expectation expected =
        new Expectation(
            Point.DELEGATION,
            zone.text(),
            Text.of("name servers that serve the zone and all say the same"));
    if (answers.values().stream().allMatch(answer -> answer.servers().isEmpty())) {
      return withoutServers(zone, expected);
    }
    return notServing(zone, answers, expected)
        .or(() -> disagreement(answers, expected))
        .or(() -> unreachable(answers, expected))
        .or(() -> stale(answers, expected))
        .or(() -> anotherZone(zone, answers, expected))
        .orElseGet(() -> expected.pass(Text.of("served by %s, which agree", names(answers))));
  }

  private Finding withoutServers(DnsName zone, Expectation expected) {
    return dns.ask(zone, RecordType.TXT) instanceof DnsAnswer.Nothing(boolean exists) && !exists
        ? expected.failure(
            Text.of(
                "the domain does not exist in the DNS: not registered, expired, or without "
                    + "name servers"),
            Text.of("Name the zone's name servers at the registrar of %s", zone))
        : expected.unchecked(Text.of("found no name server of %s", zone));
  }

  private static Optional<Finding> notServing(
      DnsName zone, Map<Question, ZoneAnswers> answers, Expectation expected) {
    return said(answers, ServerAnswer.NotServing.class::isInstance)
        .map(
            said ->
                expected.failure(
                    Text.of("the zone is delegated to servers that do not serve it: %s", said),
                    Text.of(
                        "Name at the registrar of %s the servers of the zone in which you publish "
                            + "(in Route 53, those of the hosted zone's NS record)",
                        zone)));
  }

  private static Optional<Finding> disagreement(
      Map<Question, ZoneAnswers> answers, Expectation expected) {
    return answers.entrySet().stream()
        .filter(entry -> entry.getValue().answers().size() > 1)
        .findFirst()
        .map(
            entry ->
                expected.failure(
                    Text.of(
                        "the name servers disagree on %s: %s",
                        entry.getKey(), texts(entry.getValue().servers())),
                    Text.of(
                        "Wait until all of them have the same zone; after an hour, ask the DNS "
                            + "service why they differ")));
  }

  private static Optional<Finding> unreachable(
      Map<Question, ZoneAnswers> answers, Expectation expected) {
    return said(answers, ServerAnswer.Unreachable.class::isInstance).map(expected::unchecked);
  }

  private Optional<Finding> stale(Map<Question, ZoneAnswers> answers, Expectation expected) {
    return answers.entrySet().stream()
        .filter(entry -> isStale(entry.getKey(), entry.getValue()))
        .findFirst()
        .map(
            entry ->
                expected.warning(
                    Text.of(
                        "the resolver still has an older answer to %s than the name servers: %s",
                        entry.getKey(), texts(entry.getValue().servers())),
                    Text.of(
                        "Wait until the resolver has forgotten it, or check with --authoritative")));
  }

  private boolean isStale(Question question, ZoneAnswers answer) {
    if (answer.answers().isEmpty()) {
      return false;
    }
    DnsAnswer theirs = answer.answers().getFirst();
    DnsAnswer seen = dns.ask(question.name(), question.type());
    boolean alias = theirs.values().stream().anyMatch(value -> value.startsWith("CNAME "));
    return !alias
        && !(seen instanceof DnsAnswer.Unanswered)
        && !seen.values().equals(theirs.values());
  }

  private Optional<Finding> anotherZone(
      DnsName zone, Map<Question, ZoneAnswers> answers, Expectation expected) {
    boolean none =
        soFar.all().stream().noneMatch(f -> OF_SES.contains(f.point()) && f.verdict().works())
            && answers.values().stream()
                .allMatch(a -> a.answers().equals(List.of(new DnsAnswer.Nothing())));
    return none && answers.size() >= MANY
        ? Optional.of(
            expected.warning(
                Text.of(
                    "none of the %s records is in the zone that the world sees, served by %s",
                    answers.size(), names(answers)),
                Text.of(
                    "If you published them, you did so in another zone: publish them on these "
                        + "servers, or name the other zone's servers at the registrar of %s",
                    zone)))
        : Optional.empty();
  }

  /// What the servers of this kind said, each once.
  private static Optional<Text> said(
      Map<Question, ZoneAnswers> answers, Predicate<ServerAnswer> kind) {
    List<Text> said =
        answers.values().stream()
            .flatMap(answer -> answer.servers().stream())
            .filter(kind)
            .map(ServerAnswer::text)
            .distinct()
            .toList();
    return said.isEmpty() ? Optional.empty() : Optional.of(Text.joined("; ", said));
  }

  private static Text texts(List<ServerAnswer> servers) {
    return Text.joined("; ", servers.stream().map(ServerAnswer::text).toList());
  }

  private static String names(Map<Question, ZoneAnswers> answers) {
    return answers.values().stream()
        .flatMap(answer -> answer.servers().stream())
        .map(ServerAnswer::server)
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
