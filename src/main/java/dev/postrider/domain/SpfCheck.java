package dev.postrider.domain;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.dns.RecordType;
import dev.postrider.domain.mail.SpfProblem;
import dev.postrider.domain.mail.SpfRecord;
import dev.postrider.domain.mail.SpfWalk;
import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.Optional;

/// The SPF record of one name.
///
/// @param forSes whether SES sends with this name in the envelope, so that the record must be there
///     and include `amazonses.com`
record SpfCheck(Point point, DnsName name, DnsName domain, boolean forSes, Dns dns) {
  private static final DnsName AMAZON = new DnsName("amazonses.com");

  Finding finding() {
    return switch (dns.ask(name, RecordType.TXT)) {
      case DnsAnswer.Unanswered(Text why) -> expected().unchecked(why);
      case DnsAnswer.Nothing(boolean exists) -> none(exists);
      case DnsAnswer.Found(List<String> values) -> judge(values);
    };
  }

  private Finding judge(List<String> values) {
    List<String> right = values.stream().filter(SpfRecord::isSpf).toList();
    if (right.size() > 1) {
      return failure(
          Text.of("%s SPF records: %s", right.size(), String.join(" | ", right)), merger(right));
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
                    Text.of("no SPF record: %s does not begin with 'v=spf1' and a space", value),
                    Text.of("Let the value at %s begin with 'v=spf1 '", name)));
  }

  /// The step to one record in place of several.
  private Text merger(List<String> records) {
    if (forSes) {
      return Text.of("Replace them by this one: %s", withinLimit(SpfRepair.mergedForSes(records)));
    }
    String merged = SpfRepair.merged(records);
    int lookups = lookups(merged);
    return lookups > SpfWalk.Tally.MOST_LOOKUPS
        ? Text.of(
            "Make one record of them without the terms that nobody needs any more: all together take"
                + " %s lookups, and ten are allowed",
            lookups)
        : Text.of("Replace them by this one: %s", merged);
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
      return expected().pass(Text.of("no SPF record; SES does not need one here"));
    }
    return new Misplaced(dns, domain)
        .doubled(expected(), name, RecordType.TXT, SpfRecord::isSpf)
        .orElseGet(
            () ->
                failure(
                    exists
                        ? Text.of("no SPF record")
                        : Text.of("no SPF record: the name does not exist"),
                    Text.of("Publish at %s: %s", name, SixRecords.MAIL_FROM_SPF)));
  }

  private Finding one(String text) {
    SpfRecord record = SpfRecord.parse(text);
    if (!record.problems().isEmpty()) {
      return failure(
          Text.of("%s (%s)", text, joined(record.problems())),
          Text.of("Correct or remove '%s'", record.problems().getFirst().term()));
    }
    if (record.allQualifier().orElse('?') == '+') {
      return failure(
          Text.of("%s (+all lets the whole world send)", text), Text.of("Replace +all by ~all"));
    }
    return walked(text, record, SpfWalk.of(name, record, dns));
  }

  private Finding walked(String text, SpfRecord record, SpfWalk.Tally tally) {
    Text flaws =
        record.flaws().isEmpty() ? Text.verbatim("") : Text.of("; %s", joined(record.flaws()));
    Text found = Text.of("%s (%s of 10 lookups)%s", text, tally.lookups(), flaws);
    boolean withoutSes = forSes && !tally.included().contains(AMAZON);
    if (withoutSes && tally.unseen().isEmpty()) {
      return failure(found, Text.of("Replace it by: %s", withinLimit(SpfRepair.withAmazon(text))));
    }
    return permanentError(found, tally)
        .or(() -> unanswered(found, tally, withoutSes))
        .orElseGet(() -> valid(found, record));
  }

  /// What a receiver answers with a permanent error, whatever was not answered besides.
  private Optional<Finding> permanentError(Text found, SpfWalk.Tally tally) {
    if (tally.lookups() > SpfWalk.Tally.MOST_LOOKUPS) {
      return Optional.of(
          failure(
              found,
              Text.of("Remove includes that nobody needs any more, until ten lookups are enough")));
    }
    if (tally.voidLookups() > SpfWalk.Tally.MOST_VOID_LOOKUPS) {
      return Optional.of(
          failure(
              Text.of("%s, %s of them find nothing", found, tally.voidLookups()),
              Text.of("Remove the terms whose names do not exist any more")));
    }
    return tally.problems().stream()
        .findFirst()
        .map(
            problem ->
                failure(
                    Text.of("%s; %s", found, problem),
                    Text.of("Remove what is broken: %s", problem)));
  }

  private Optional<Finding> unanswered(Text found, SpfWalk.Tally tally, boolean withoutSes) {
    List<Text> open = withoutSes ? tally.unseen() : tally.unanswered();
    return open.stream()
        .findFirst()
        .map(why -> expected().unchecked(Text.of("%s; %s", found, why)));
  }

  private Finding valid(Text found, SpfRecord record) {
    Expectation expected = expected();
    if (record.allQualifier().orElse('?') == '?' && record.redirect().isEmpty()) {
      return expected.warning(
          Text.of("%s; says nothing of other senders", found), Text.of("End the record with ~all"));
    }
    if (!record.flaws().isEmpty()) {
      return expected.warning(
          found, Text.of("Correct or remove '%s'", record.flaws().getFirst().term()));
    }
    return record.mechanisms(SpfRecord.Term.Kind.PTR).isEmpty()
        ? expected.pass(found)
        : expected.warning(Text.of("%s; ptr is out of use", found), Text.of("Remove the ptr term"));
  }

  private static Text joined(List<SpfProblem> problems) {
    return Text.joined("; ", problems.stream().map(SpfProblem::text).toList());
  }

  /// Weighs less where SES needs no record.
  private Finding flawed(Text found, Text action) {
    return forSes ? failure(found, action) : expected().warning(found, action);
  }

  private Finding failure(Text found, Text action) {
    return expected().failure(found, action);
  }

  private Expectation expected() {
    return new Expectation(
        point,
        name.text(),
        forSes
            ? Text.of("one valid SPF record that includes amazonses.com, within ten lookups")
            : Text.of("at most one SPF record, valid, within ten lookups"));
  }
}
