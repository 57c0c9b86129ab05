package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.DmarcProblem;
import dev.postrider.domain.mail.DmarcRecord;
import dev.postrider.domain.mail.DmarcTreeWalk;
import dev.postrider.domain.text.Text;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the one DMARC record that counts, as receivers of RFC 9989 (4.10.1) do: at the From
/// domain, else at its organisational domain.
///
/// @param organization the organisational domain of the From domain by the Public Suffix List
/// @param walk finds the record
record DmarcCheck(Target target, DnsName organization, DmarcTreeWalk walk, Dns dns) {

  /// @param facts empty when there is no record that receivers obey; one with a flaw they obey
  record Result(Finding finding, Optional<DmarcFacts> facts) {
    private Result(Finding finding) {
      this(finding, Optional.empty());
    }
  }

  Result result() {
    DmarcTreeWalk.Place own = walk.at(target.from());
    if (own.answer() instanceof DnsAnswer.Unanswered(Text why)) {
      return new Result(expected(own.name()).unchecked(why));
    }
    if (own.record().isPresent()) {
      return judge(own, false);
    }
    List<String> meant = meant(own);
    if (!meant.isEmpty()) {
      return new Result(noRecord(own, meant), inForce(inherited()));
    }
    Optional<Text> unanswered = walk.unanswered(target.from());
    if (unanswered.isPresent()) {
      return new Result(expected(own.name()).unchecked(unanswered.get()));
    }
    return inherited()
        .map(place -> judge(place, true))
        .or(this::meantAbove)
        .orElseGet(() -> new Result(missing(own.name())));
  }

  private static List<String> meant(DmarcTreeWalk.Place place) {
    return place.answer().values().stream().filter(DmarcRecord::looksLikeDmarc).toList();
  }

  private Optional<DmarcTreeWalk.Place> inherited() {
    return walk.policy(target.from()).filter(place -> !place.domain().equals(target.from()));
  }

  private Optional<DmarcFacts> inForce(Optional<DmarcTreeWalk.Place> above) {
    return above
        .flatMap(place -> place.record().map(record -> facts(place, record, true)))
        .filter(facts -> facts.record().counts());
  }

  /// What was meant as the organisational domain's record, but is none.
  private Optional<Result> meantAbove() {
    DmarcTreeWalk.Place above = walk.at(organization);
    List<String> meant = meant(above);
    return meant.isEmpty() ? Optional.empty() : Optional.of(new Result(noRecord(above, meant)));
  }

  private Finding noRecord(DmarcTreeWalk.Place place, List<String> meant) {
    if (meant.size() == 1) {
      return invalid(place.name(), meant.getFirst(), DmarcRecord.parse(meant.getFirst()));
    }
    return expected(place.name())
        .failure(
            Text.of(
                "%s records, so receivers use none: %s", meant.size(), String.join(" | ", meant)),
            Text.of("Delete all but one"));
  }

  private Result judge(DmarcTreeWalk.Place place, boolean inherited) {
    String text = place.records().getFirst();
    DmarcRecord record = DmarcRecord.parse(text);
    DmarcFacts facts = facts(place, record, inherited);
    Finding finding = finding(facts, text, meant(place));
    return record.counts() ? new Result(finding, Optional.of(facts)) : new Result(finding);
  }

  private Finding finding(DmarcFacts facts, String text, List<String> meant) {
    DnsName name = facts.name();
    if (!facts.record().isRight()) {
      return invalid(name, text, facts.record());
    }
    if (!facts.record().problems().isEmpty()) {
      return expected(name)
          .warning(
              with(text, facts.record()),
              Text.of(
                  "Correct the record at %s: %s",
                  facts.place(), facts.record().problems().getFirst().text()));
    }
    if (meant.size() > 1) {
      return expected(name)
          .warning(
              Text.of(
                  "%s, beside what receivers throw away: %s",
                  text,
                  meant.stream()
                      .filter(other -> !other.equals(text))
                      .collect(Collectors.joining(" | "))),
              Text.of("Delete all but the first at %s", facts.place()));
    }
    return facts.inherited() && !facts.domain().equals(organization)
        ? expected(name)
            .warning(
                Text.of(
                    "%s; older receivers do not look there, but at %s and %s",
                    text, target.from().child("_dmarc"), organization.child("_dmarc")),
                Text.of("Publish the record at %s too", target.from().child("_dmarc")))
        : expected(name).pass(Text.verbatim(text));
  }

  private static Text with(String text, DmarcRecord record) {
    return Text.of(
        "%s (%s)",
        text, Text.joined("; ", record.problems().stream().map(DmarcProblem::text).toList()));
  }

  private Finding invalid(DnsName name, String text, DmarcRecord record) {
    String unquoted = Quotes.removed(text);
    if (!unquoted.equals(text.strip()) && DmarcRecord.parse(unquoted).problems().isEmpty()) {
      return Quotes.failure(expected(name), text);
    }
    return expected(name)
        .failure(
            with(text, record),
            Text.of(
                "Correct the record at %s: %s",
                new Alias(dns).place(name), mostSevere(record).text()));
  }

  /// The problem that makes the record none, else the first.
  private static DmarcProblem mostSevere(DmarcRecord record) {
    return record.problems().stream()
        .min(Comparator.comparing(problem -> problem.kind().effect()))
        .orElseThrow();
  }

  private DmarcFacts facts(DmarcTreeWalk.Place place, DmarcRecord record, boolean inherited) {
    return new DmarcFacts(
        place.name(),
        record,
        inherited,
        inherited && record.nonexistentPolicy() != record.subdomainPolicy() && !fromExists(),
        new Alias(dns).of(place.name()));
  }

  /// Whether the From domain exists: it, or a name below it, has records (RFC 9989, 3.2.13).
  private boolean fromExists() {
    return !(dns.ask(target.from(), RecordType.MX) instanceof DnsAnswer.Nothing(boolean exists))
        || exists;
  }

  private Finding missing(DnsName own) {
    Expectation expected = expected(own);
    Misplaced misplaced = new Misplaced(dns, target.from());
    return misplaced
        .doubled(expected, own, RecordType.TXT, DmarcRecord::looksLikeDmarc)
        .or(
            () ->
                misplaced
                    .at(wrongNames(), RecordType.TXT, DmarcRecord::looksLikeDmarc)
                    .map(
                        place ->
                            expected.failure(
                                Text.of("it stands at %s, where nobody looks", place),
                                Text.of("Move the record to %s", own))))
        .orElseGet(
            () ->
                expected.failure(
                    Text.of("no record"),
                    Text.of(
                        "Publish as TXT at %s: v=DMARC1; p=none; rua=mailto:dmarc@%s",
                        firstDomain().child("_dmarc"), firstDomain())));
  }

  /// Where the first record goes: to the domain that SES signs for; when From is below it, to the
  /// organisational domain of both, or RFC 9989 would find no common one.
  private DnsName firstDomain() {
    return target.from().equals(target.domain()) ? target.from() : organization;
  }

  private List<DnsName> wrongNames() {
    Stream<String> labels =
        Stream.of(
            "dmarc",
            "_dmark",
            "_domainkey",
            "_dmarc._domainkey",
            "_spf",
            "_dmarc.mail",
            "_dmarc.www");
    return Stream.concat(Stream.of(target.from()), labels.map(target.from()::child)).toList();
  }

  private static Expectation expected(DnsName name) {
    return new Expectation(
        Point.DMARC, name.text(), Text.of("exactly one valid record, v=DMARC1; p=…"));
  }
}
