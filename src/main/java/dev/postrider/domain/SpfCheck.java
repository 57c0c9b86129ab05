package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.SpfRecord;
import dev.postrider.domain.mail.SpfTally;
import dev.postrider.domain.mail.SpfTerm;
import dev.postrider.domain.mail.SpfWalk;
import java.util.Optional;

/// The SPF record of one name.
///
/// @param forSes whether SES sends with this name in the envelope, so that the record must be there
///     and include `amazonses.com`
record SpfCheck(Point point, DnsName name, DnsName domain, boolean forSes, Dns dns) {
  private static final DnsName AMAZON = new DnsName("amazonses.com");

  Finding finding() {
    return switch (dns.ask(name, RecordType.TXT)) {
      case DnsAnswer.Unanswered lost ->
          Finding.unchecked(point, name.text(), lost.why(), expected());
      case DnsAnswer.Nothing _ -> none();
      case DnsAnswer.Found found -> judge(TextRecords.sort(found.values(), SpfRecord::isSpf));
    };
  }

  private Finding judge(TextRecords records) {
    if (records.right().size() > 1) {
      return failure(
          records.right().size() + " SPF records: " + String.join(" | ", records.right()),
          "Replace them by this one: " + SpfRepair.merged(records.right()));
    }
    if (records.right().isEmpty() && !records.quoted().isEmpty()) {
      String value = records.quoted().getFirst();
      return failure("quotes inside the value: " + value, TextRecords.unquote(name, value));
    }
    return records.right().isEmpty() ? none() : one(records.right().getFirst());
  }

  private Finding none() {
    if (!forSes) {
      return Finding.pass(
          point, name.text(), "no SPF record; SES does not need one here", expected());
    }
    Optional<Misplaced.Place> doubled =
        new Misplaced(dns, domain).doubled(name, RecordType.TXT, SpfRecord::isSpf);
    return doubled
        .map(
            place ->
                failure(
                    "it stands at " + place.name() + ": the zone is doubled",
                    "In the form of the zone "
                        + place.zone()
                        + " enter only "
                        + name.relativeTo(place.zone())
                        + " as the name"))
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

  private Finding walked(String text, SpfRecord record, SpfTally tally) {
    String found = text + " (" + tally.lookups() + " of 10 lookups)";
    if (forSes && !tally.included().contains(AMAZON)) {
      return failure(found, "Replace it by: " + SpfRepair.withAmazon(text));
    }
    if (tally.lookups() > SpfTally.MOST_LOOKUPS) {
      return failure(
          found, "Remove includes that nobody needs any more, until ten lookups are enough");
    }
    if (tally.voidLookups() > SpfTally.MOST_VOID_LOOKUPS) {
      return failure(
          found + ", " + tally.voidLookups() + " of them find nothing",
          "Remove the terms whose names do not exist any more");
    }
    if (!tally.problems().isEmpty()) {
      String problem = tally.problems().getFirst();
      return failure(found + "; " + problem, "Remove what is broken: " + problem);
    }
    if (!tally.unanswered().isEmpty()) {
      return Finding.unchecked(
          point, name.text(), found + "; " + tally.unanswered().getFirst(), expected());
    }
    return ending(found, record);
  }

  private Finding ending(String found, SpfRecord record) {
    boolean open = record.allQualifier().orElse('?') == '?' && record.redirect().isEmpty();
    if (open) {
      return Finding.warning(
          point,
          name.text(),
          found + "; says nothing of other senders",
          expected(),
          "End the record with ~all");
    }
    if (!record.mechanisms(SpfTerm.Kind.PTR).isEmpty()) {
      return Finding.warning(
          point, name.text(), found + "; ptr is out of use", expected(), "Remove the ptr term");
    }
    return Finding.pass(point, name.text(), found, expected());
  }

  private String expected() {
    return forSes
        ? "one valid SPF record that includes amazonses.com, within ten lookups"
        : "at most one SPF record, valid, within ten lookups";
  }

  private Finding failure(String found, String action) {
    return Finding.failure(point, name.text(), found, expected(), action);
  }
}
