package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.DmarcRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the one DMARC record that counts: at the From domain, else at its organisational domain.
///
/// @param organization the organisational domain of `from`
record DmarcCheck(DnsName from, DnsName organization, Dns dns) {
  private static final String FIRST_RECORD = "v=DMARC1; p=none; rua=mailto:dmarc@";

  /// @param facts empty when there is no record that receivers obey; one with a flaw they obey
  record Result(Finding finding, Optional<DmarcFacts> facts) {
    private Result(Finding finding) {
      this(finding, Optional.empty());
    }
  }

  Result result() {
    DnsName own = from.child("_dmarc");
    Optional<Result> result = resultAt(own, false);
    if (result.isEmpty() && !from.equals(organization)) {
      result = resultAt(organization.child("_dmarc"), true);
    }
    return result.orElseGet(() -> new Result(missing(own)));
  }

  /// Empty when nothing at the name was meant as a DMARC record.
  private Optional<Result> resultAt(DnsName name, boolean inherited) {
    DnsAnswer answer = dns.ask(name, RecordType.TXT);
    if (answer instanceof DnsAnswer.Unanswered(String why)) {
      return Optional.of(new Result(expected(name).unchecked(why)));
    }
    List<String> meant = answer.values().stream().filter(DmarcRecord::looksLikeDmarc).toList();
    return meant.isEmpty() ? Optional.empty() : Optional.of(judge(name, meant, inherited));
  }

  private Result judge(DnsName name, List<String> meant, boolean inherited) {
    if (meant.size() > 1) {
      return new Result(
          expected(name)
              .failure(
                  meant.size() + " records, so receivers use none: " + String.join(" | ", meant),
                  "Delete all but one"));
    }
    String text = meant.getFirst();
    DmarcRecord record = DmarcRecord.parse(text);
    Finding finding =
        record.problems().isEmpty() ? expected(name).pass(text) : invalid(name, text, record);
    return record.counts()
        ? new Result(finding, Optional.of(new DmarcFacts(name, record, inherited)))
        : new Result(finding);
  }

  private static Finding invalid(DnsName name, String text, DmarcRecord record) {
    String unquoted = Quotes.removed(text);
    if (!unquoted.equals(text) && DmarcRecord.parse(unquoted).problems().isEmpty()) {
      return Quotes.failure(expected(name), text);
    }
    return expected(name)
        .failure(
            text + " (" + String.join("; ", record.problems()) + ")",
            "Correct the record at " + name + ": " + record.problems().getFirst());
  }

  private Finding missing(DnsName own) {
    Expectation expected = expected(own);
    Misplaced misplaced = new Misplaced(dns, from);
    return misplaced
        .doubled(expected, own, RecordType.TXT, DmarcRecord::looksLikeDmarc)
        .or(
            () ->
                misplaced
                    .at(wrongNames(), RecordType.TXT, DmarcRecord::looksLikeDmarc)
                    .map(
                        place ->
                            expected.failure(
                                "it stands at " + place + ", where nobody looks",
                                "Move the record to " + own)))
        .orElseGet(
            () ->
                expected.failure(
                    "no record", "Publish as TXT at " + own + ": " + FIRST_RECORD + from));
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
    return Stream.concat(Stream.of(from), labels.map(from::child)).toList();
  }

  private static Expectation expected(DnsName name) {
    return new Expectation(Point.DMARC, name.text(), "exactly one valid record, v=DMARC1; p=…");
  }
}
