package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.SpfProblem;
import dev.postrider.domain.mail.SpfRecord;
import dev.postrider.domain.mail.SpfWalk;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The SPF record of one name.
///
/// @param forSes whether SES sends with this name in the envelope, so that the record must be there
///     and include `amazonses.com`
record SpfCheck(Point point, DnsName name, DnsName domain, boolean forSes, Dns dns) {
  private static final DnsName AMAZON = new DnsName("amazonses.com");

  Finding finding() {
    return switch (dns.ask(name, RecordType.TXT)) {
      case DnsAnswer.Unanswered(String why) -> expected().unchecked(why);
      case DnsAnswer.Nothing(boolean exists) -> none(exists);
      case DnsAnswer.Found(List<String> values) -> judge(values);
    };
  }

  private Finding judge(List<String> values) {
    List<String> right = values.stream().filter(SpfRecord::isSpf).toList();
    if (right.size() > 1) {
      return failure(right.size() + " SPF records: " + String.join(" | ", right), merger(right));
    }
    if (right.size() == 1) {
      return one(right.getFirst());
    }
    return values.stream()
        .filter(value -> !SpfRecord.isSpf(value.strip()))
        .filter(value -> SpfRecord.isSpf(Quotes.removed(value)))
        .findFirst()
        .map(value -> Quotes.failure(expected(), value))
        .or(() -> misspelt(values))
        .orElseGet(() -> none(true));
  }

  /// A value that was meant as an SPF record and that receivers do not see as one (RFC 7208, 4.5).
  private Optional<Finding> misspelt(List<String> values) {
    return values.stream()
        .filter(SpfRecord::looksLikeSpf)
        .findFirst()
        .map(
            value ->
                flawed(
                    "no SPF record: %s does not begin with 'v=spf1' and a space".formatted(value),
                    "Let the value at %s begin with 'v=spf1 '".formatted(name)));
  }

  /// The step to one record in place of several.
  private String merger(List<String> records) {
    if (forSes) {
      return "Replace them by this one: " + withinLimit(SpfRepair.mergedForSes(records));
    }
    String merged = SpfRepair.merged(records);
    int lookups = lookups(merged);
    return lookups > SpfWalk.Tally.MOST_LOOKUPS
        ? "Make one record of them without the terms that nobody needs any more: all together"
            + " take %d lookups, and ten are allowed".formatted(lookups)
        : "Replace them by this one: " + merged;
  }

  /// The record for the MAIL FROM domain; for SES alone where it would need too many lookups, since
  /// nobody else should send under that name.
  private String withinLimit(String record) {
    return lookups(record) > SpfWalk.Tally.MOST_LOOKUPS ? SixRecords.MAIL_FROM_SPF : record;
  }

  private int lookups(String record) {
    return SpfWalk.of(name, SpfRecord.parse(record), dns).lookups();
  }

  /// @param exists whether the name has any record
  private Finding none(boolean exists) {
    if (!forSes) {
      return expected().pass("no SPF record; SES does not need one here");
    }
    return new Misplaced(dns, domain)
        .doubled(expected(), name, RecordType.TXT, SpfRecord::isSpf)
        .orElseGet(
            () ->
                failure(
                    exists ? "no SPF record" : "no SPF record: the name does not exist",
                    "Publish at " + name + ": " + SixRecords.MAIL_FROM_SPF));
  }

  private Finding one(String text) {
    SpfRecord record = SpfRecord.parse(text);
    if (!record.problems().isEmpty()) {
      return failure(
          text + " (" + joined(record.problems()) + ")",
          "Correct or remove '%s'".formatted(record.problems().getFirst().term()));
    }
    if (record.allQualifier().orElse('?') == '+') {
      return failure(text + " (+all lets the whole world send)", "Replace +all by ~all");
    }
    return walked(text, record, SpfWalk.of(name, record, dns));
  }

  private Finding walked(String text, SpfRecord record, SpfWalk.Tally tally) {
    String flaws = record.flaws().isEmpty() ? "" : "; " + joined(record.flaws());
    String found = text + " (" + tally.lookups() + " of 10 lookups)" + flaws;
    boolean withoutSes = forSes && !tally.included().contains(AMAZON);
    if (withoutSes && tally.unseen().isEmpty()) {
      return failure(found, "Replace it by: " + withinLimit(SpfRepair.withAmazon(text)));
    }
    return permanentError(found, tally)
        .or(() -> unanswered(found, tally, withoutSes))
        .orElseGet(() -> valid(found, record));
  }

  /// What a receiver answers with a permanent error, whatever was not answered besides.
  private Optional<Finding> permanentError(String found, SpfWalk.Tally tally) {
    if (tally.lookups() > SpfWalk.Tally.MOST_LOOKUPS) {
      return Optional.of(
          failure(
              found, "Remove includes that nobody needs any more, until ten lookups are enough"));
    }
    if (tally.voidLookups() > SpfWalk.Tally.MOST_VOID_LOOKUPS) {
      return Optional.of(
          failure(
              found + ", " + tally.voidLookups() + " of them find nothing",
              "Remove the terms whose names do not exist any more"));
    }
    return tally.problems().stream()
        .findFirst()
        .map(problem -> failure(found + "; " + problem, "Remove what is broken: " + problem));
  }

  private Optional<Finding> unanswered(String found, SpfWalk.Tally tally, boolean withoutSes) {
    List<String> open = withoutSes ? tally.unseen() : tally.unanswered();
    return open.stream().findFirst().map(why -> expected().unchecked(found + "; " + why));
  }

  private Finding valid(String found, SpfRecord record) {
    Expectation expected = expected();
    if (record.allQualifier().orElse('?') == '?' && record.redirect().isEmpty()) {
      return expected.warning(
          found + "; says nothing of other senders", "End the record with ~all");
    }
    if (!record.flaws().isEmpty()) {
      return expected.warning(
          found, "Correct or remove '%s'".formatted(record.flaws().getFirst().term()));
    }
    return record.mechanisms(SpfRecord.Term.Kind.PTR).isEmpty()
        ? expected.pass(found)
        : expected.warning(found + "; ptr is out of use", "Remove the ptr term");
  }

  private static String joined(List<SpfProblem> problems) {
    return problems.stream().map(SpfProblem::text).collect(Collectors.joining("; "));
  }

  /// Weighs less where SES needs no record.
  private Finding flawed(String found, String action) {
    return forSes ? failure(found, action) : expected().warning(found, action);
  }

  private Finding failure(String found, String action) {
    return expected().failure(found, action);
  }

  private Expectation expected() {
    return new Expectation(
        point,
        name.text(),
        forSes
            ? "one valid SPF record that includes amazonses.com, within ten lookups"
            : "at most one SPF record, valid, within ten lookups");
  }
}
