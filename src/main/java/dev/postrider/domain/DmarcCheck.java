package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.DmarcRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the one DMARC record that counts: at the From domain, else at its organisational domain.
///
/// @param organization the organisational domain of `from`
record DmarcCheck(DnsName from, DnsName organization, Dns dns) {
  private static final String EXPECTED = "exactly one valid record, v=DMARC1; p=…";
  private static final String FIRST_RECORD = "v=DMARC1; p=none; rua=mailto:dmarc@";

  /// @param facts empty when there is no record that receivers obey; one with a flaw they obey
  record Result(Finding finding, Optional<DmarcFacts> facts) {}

  Result result() {
    DnsName name = from.child("_dmarc");
    return switch (dns.ask(name, RecordType.TXT)) {
      case DnsAnswer.Unanswered lost -> unchecked(name, lost);
      case DnsAnswer.Nothing _ -> inherited(name);
      case DnsAnswer.Found found -> {
        List<String> meant = meant(found);
        yield meant.isEmpty() ? inherited(name) : judge(name, meant, false);
      }
    };
  }

  private Result inherited(DnsName own) {
    if (from.equals(organization)) {
      return failed(missing(own));
    }
    DnsName name = organization.child("_dmarc");
    return switch (dns.ask(name, RecordType.TXT)) {
      case DnsAnswer.Unanswered lost -> unchecked(name, lost);
      case DnsAnswer.Nothing _ -> failed(missing(own));
      case DnsAnswer.Found found -> {
        List<String> meant = meant(found);
        yield meant.isEmpty() ? failed(missing(own)) : judge(name, meant, true);
      }
    };
  }

  private Result judge(DnsName name, List<String> meant, boolean inherited) {
    if (meant.size() > 1) {
      return failed(
          failure(
              name,
              meant.size() + " records, so receivers use none: " + String.join(" | ", meant),
              "Delete all but one"));
    }
    String text = meant.getFirst();
    DmarcRecord record = DmarcRecord.parse(text);
    Finding finding =
        record.problems().isEmpty()
            ? Finding.pass(Point.DMARC, name.text(), text, EXPECTED)
            : invalid(name, text, record);
    return record.counts()
        ? new Result(finding, Optional.of(new DmarcFacts(name, record, inherited)))
        : failed(finding);
  }

  private Finding invalid(DnsName name, String text, DmarcRecord record) {
    String unquoted = TextRecords.unquoted(text);
    if (!unquoted.equals(text) && DmarcRecord.parse(unquoted).problems().isEmpty()) {
      return failure(name, "quotes inside the value: " + text, TextRecords.unquote(name, text));
    }
    return failure(
        name,
        text + " (" + String.join("; ", record.problems()) + ")",
        "Correct the record at " + name + ": " + record.problems().getFirst());
  }

  private Finding missing(DnsName own) {
    Optional<Misplaced.Place> doubled =
        new Misplaced(dns, from).doubled(own, RecordType.TXT, DmarcRecord::looksLikeDmarc);
    if (doubled.isPresent()) {
      DnsName zone = doubled.get().zone();
      return failure(
          own,
          "it stands at " + doubled.get().name() + ": the zone is doubled",
          "In the form of the zone "
              + zone
              + " enter only "
              + own.relativeTo(zone)
              + " as the name");
    }
    return new Misplaced(dns, from)
        .at(wrongNames(), RecordType.TXT, DmarcRecord::looksLikeDmarc)
        .map(
            place ->
                failure(
                    own,
                    "it stands at " + place + ", where nobody looks",
                    "Move the record to " + own))
        .orElseGet(
            () ->
                failure(own, "no record", "Publish as TXT at " + own + ": " + FIRST_RECORD + from));
  }

  private List<DnsName> wrongNames() {
    List<DnsName> names = new ArrayList<>();
    names.add(from);
    for (String label : List.of("dmarc", "_dmark", "_domainkey", "_dmarc._domainkey", "_spf")) {
      names.add(from.child(label));
    }
    names.add(from.child("_dmarc.mail"));
    names.add(from.child("_dmarc.www"));
    return names;
  }

  private static List<String> meant(DnsAnswer.Found found) {
    return found.values().stream().filter(DmarcRecord::looksLikeDmarc).toList();
  }

  private static Result failed(Finding finding) {
    return new Result(finding, Optional.empty());
  }

  private static Result unchecked(DnsName name, DnsAnswer.Unanswered lost) {
    return new Result(
        Finding.unchecked(Point.DMARC, name.text(), lost.why(), EXPECTED), Optional.empty());
  }

  private static Finding failure(DnsName name, String found, String action) {
    return Finding.failure(Point.DMARC, name.text(), found, EXPECTED, action);
  }
}
