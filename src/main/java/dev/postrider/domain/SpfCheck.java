package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.SpfRecord;
import dev.postrider.domain.mail.SpfTally;
import dev.postrider.domain.mail.SpfTerm;
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
      case DnsAnswer.Found(List<String> values) ->
          judge(TextRecords.sort(values, SpfRecord::isSpf));
    };
  }

  private Finding judge(TextRecords records) {
    if (records.right().size() > 1) {
      return expected()
          .failure(
              records.right().size() + " SPF records: " + String.join(" | ", records.right()),
              "Replace them by this one: " + SpfRepair.merged(records.right()));
    }
    if (records.right().isEmpty() && !records.quoted().isEmpty()) {
      String value = records.quoted().getFirst();
      return expected()
          .failure("quotes inside the value: " + value, TextRecords.unquote(name, value));
    }
    return records.right().isEmpty() ? none() : one(records.right().getFirst());
  }

  private Finding none() {
    if (!forSes) {
      return expected().pass("no SPF record; SES does not need one here");
    }
    return new Misplaced(dns, domain)
        .doubled(expected(), name, RecordType.TXT, SpfRecord::isSpf)
        .orElseGet(
            () ->
                expected()
                    .failure(
                        "no SPF record", "Publish at " + name + ": " + SixRecords.MAIL_FROM_SPF));
  }

  private Finding one(String text) {
    SpfRecord record = SpfRecord.parse(text);
    if (!record.problems().isEmpty()) {
      return expected()
          .failure(
              text + " (" + String.join("; ", record.problems()) + ")",
              "Correct or remove " + record.problems().getFirst());
    }
    if (record.allQualifier().orElse('?') == '+') {
      return expected().failure(text + " (+all lets the whole world send)", "Replace +all by ~all");
    }
    return walked(text, record, SpfWalk.of(name, record, dns));
  }

  private Finding walked(String text, SpfRecord record, SpfTally tally) {
    Expectation expected = expected();
    String found = text + " (" + tally.lookups() + " of 10 lookups)";
    if (forSes && !tally.included().contains(AMAZON)) {
      return expected.failure(found, "Replace it by: " + SpfRepair.withAmazon(text));
    }
    if (tally.lookups() > SpfTally.MOST_LOOKUPS) {
      return expected.failure(
          found, "Remove includes that nobody needs any more, until ten lookups are enough");
    }
    if (tally.voidLookups() > SpfTally.MOST_VOID_LOOKUPS) {
      return expected.failure(
          found + ", " + tally.voidLookups() + " of them find nothing",
          "Remove the terms whose names do not exist any more");
    }
    if (!tally.problems().isEmpty()) {
      String problem = tally.problems().getFirst();
      return expected.failure(found + "; " + problem, "Remove what is broken: " + problem);
    }
    if (!tally.unanswered().isEmpty()) {
      return expected.unchecked(found + "; " + tally.unanswered().getFirst());
    }
    if (record.allQualifier().orElse('?') == '?' && record.redirect().isEmpty()) {
      return expected.warning(
          found + "; says nothing of other senders", "End the record with ~all");
    }
    return record.mechanisms(SpfTerm.Kind.PTR).isEmpty()
        ? expected.pass(found)
        : expected.warning(found + "; ptr is out of use", "Remove the ptr term");
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
