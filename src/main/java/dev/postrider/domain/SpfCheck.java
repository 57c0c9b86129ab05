package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.SpfRecord;
import dev.postrider.domain.mail.SpfWalk;
import java.util.List;

/// The SPF record of one name.
///
/// @param forSes whether SES sends with this name in the envelope, so that the record must be there
///     and include `amazonses.com`
record SpfCheck(Point point, DnsName name, DnsName domain, boolean forSes, Dns dns) {
  private static final DnsName AMAZON = new DnsName("amazonses.com");

  Finding finding() {
    return switch (dns.ask(name, RecordType.TXT)) {
      case DnsAnswer.Unanswered(String why) -> expected().unchecked(why);
      case DnsAnswer.Nothing _ -> none();
      case DnsAnswer.Found(List<String> values) -> judge(values);
    };
  }

  private Finding judge(List<String> values) {
    List<String> right = values.stream().filter(SpfRecord::isSpf).toList();
    if (right.size() > 1) {
      return failure(
          right.size() + " SPF records: " + String.join(" | ", right),
          "Replace them by this one: " + SpfRepair.merged(right));
    }
    if (right.size() == 1) {
      return one(right.getFirst());
    }
    return values.stream()
        .filter(value -> SpfRecord.isSpf(Quotes.removed(value)))
        .findFirst()
        .map(value -> Quotes.failure(expected(), value))
        .orElseGet(this::none);
  }

  private Finding none() {
    if (!forSes) {
      return expected().pass("no SPF record; SES does not need one here");
    }
    return new Misplaced(dns, domain)
        .doubled(expected(), name, RecordType.TXT, SpfRecord::isSpf)
        .orElseGet(
            () -> failure("no SPF record", "Publish at " + name + ": " + SixRecords.MAIL_FROM_SPF));
  }

  private Finding one(String text) {
    SpfRecord record = SpfRecord.parse(text);
    if (!record.problems().isEmpty()) {
      return failure(
          text + " (" + String.join("; ", record.problems()) + ")",
          "Correct or remove " + record.problems().getFirst());
    }
    if (record.allQualifier().orElse('?') == '+') {
      return failure(text + " (+all lets the whole world send)", "Replace +all by ~all");
    }
    return walked(text, record, SpfWalk.of(name, record, dns));
  }

  private Finding walked(String text, SpfRecord record, SpfWalk.Tally tally) {
    Expectation expected = expected();
    String found = text + " (" + tally.lookups() + " of 10 lookups)";
    if (forSes && !tally.included().contains(AMAZON)) {
      return failure(found, "Replace it by: " + SpfRepair.withAmazon(text));
    }
    if (tally.lookups() > SpfWalk.Tally.MOST_LOOKUPS) {
      return failure(
          found, "Remove includes that nobody needs any more, until ten lookups are enough");
    }
    if (tally.voidLookups() > SpfWalk.Tally.MOST_VOID_LOOKUPS) {
      return failure(
          found + ", " + tally.voidLookups() + " of them find nothing",
          "Remove the terms whose names do not exist any more");
    }
    if (!tally.problems().isEmpty()) {
      String problem = tally.problems().getFirst();
      return failure(found + "; " + problem, "Remove what is broken: " + problem);
    }
    if (!tally.unanswered().isEmpty()) {
      return expected.unchecked(found + "; " + tally.unanswered().getFirst());
    }
    if (record.allQualifier().orElse('?') == '?' && record.redirect().isEmpty()) {
      return expected.warning(
          found + "; says nothing of other senders", "End the record with ~all");
    }
    return record.mechanisms(SpfRecord.Term.Kind.PTR).isEmpty()
        ? expected.pass(found)
        : expected.warning(found + "; ptr is out of use", "Remove the ptr term");
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
