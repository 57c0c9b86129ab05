package dev.postrider.domain;

import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.mail.DmarcTreeWalk;
import dev.postrider.domain.mail.PublicSuffixes;
import dev.postrider.domain.text.Text;
import java.util.List;
import java.util.Optional;

/// Whether what SES authenticates speaks for the From domain, in both modes.
///
/// In relaxed mode receivers of RFC 9989 find the organisational domains by walking up the DNS,
/// older ones by the Public Suffix List. The set-up has to hold for both.
///
/// @param mailFrom the envelope sender's domain; empty when it is SES's own
/// @param dmarc the record that says which mode counts; empty means relaxed
record AlignmentCheck(
    Target target,
    Optional<DnsName> mailFrom,
    Optional<DmarcFacts> dmarc,
    PublicSuffixes suffixes,
    DmarcTreeWalk walk) {

  List<Finding> findings() {
    Finding dkim = dkim();
    return List.of(dkim, spf(dkim.verdict() == Verdict.PASS));
  }

  private Finding dkim() {
    boolean strict = dmarc.map(facts -> facts.record().strictDkim()).orElse(false);
    String subject = "d=" + target.domain();
    Text found = modes(subject, target.domain(), strict);
    Expectation expected = expect(Point.DKIM_ALIGNMENT);
    if (!aligned(target.domain(), strict)) {
      return expected.failure(
          found,
          strict && aligned(target.domain(), false)
              ? Text.of("Remove adkim=s from the DMARC record")
              : Text.of("Verify %s as an SES identity of its own", target.from()));
    }
    return strict
        ? expected.pass(found)
        : walked(subject, target.domain(), expected).orElseGet(() -> expected.pass(found));
  }

  private Finding spf(boolean dkimHolds) {
    boolean strict = dmarc.map(facts -> facts.record().strictSpf()).orElse(false);
    DnsName sender = mailFrom.orElse(new DnsName("amazonses.com"));
    String subject = "MAIL FROM " + sender;
    Text found = modes(subject, sender, strict);
    Expectation expected = expect(Point.SPF_ALIGNMENT);
    if (!aligned(sender, strict)) {
      return unaligned(
          expected,
          found,
          strict && aligned(sender, false)
              ? Text.of("Remove aspf=s from the DMARC record")
              : Text.of("Set the custom MAIL FROM domain mail.%s", target.domain()),
          dkimHolds);
    }
    if (strict) {
      return expected.pass(found);
    }
    return walked(subject, sender, expected)
        .map(
            finding ->
                finding.verdict() == Verdict.FAILURE
                    ? unaligned(expected, finding.found(), finding.action(), dkimHolds)
                    : finding)
        .orElseGet(() -> expected.pass(found));
  }

  private static Finding unaligned(
      Expectation expected, Text found, Text action, boolean dkimHolds) {
    return dkimHolds ? expected.warning(found, action) : expected.failure(found, action);
  }

  /// What receivers of RFC 9989 object to in relaxed mode, where older ones find it aligned.
  private Optional<Finding> walked(String subject, DnsName authenticated, Expectation expected) {
    if (authenticated.equals(target.from())) {
      return Optional.empty();
    }
    // A record that was not answered may ask for strict mode.
    Optional<Text> unanswered =
        walk.unanswered(target.from())
            .or(() -> dmarc.isEmpty() ? Optional.empty() : walk.unanswered(authenticated));
    if (unanswered.isPresent()) {
      return Optional.of(expected.unchecked(unanswered.get()));
    }
    return dmarc.isEmpty() || walk.align(authenticated, target.from())
        ? Optional.empty()
        : Optional.of(
            expected.failure(
                Text.of(
                    "%s is aligned by the Public Suffix List, but not by the DMARC records (RFC "
                        + "9989): those make %s and %s the organisational domains",
                    subject,
                    walk.organizationalDomain(authenticated),
                    walk.organizationalDomain(target.from())),
                repair()));
  }

  private Text repair() {
    return walk.walk(target.from()).stream()
        .filter(place -> place.record().filter(r -> r.publicSuffix() != 'u').isPresent())
        .findFirst()
        .map(place -> Text.of("Remove psd= from the DMARC record at %s", place.name()))
        .orElseGet(
            () ->
                Text.of(
                    "Publish a DMARC record at %s too, so that both have one organisational "
                        + "domain: v=DMARC1; p=none",
                    suffixes.organizationalDomain(target.from()).child("_dmarc")));
  }

  private Text modes(String subject, DnsName authenticated, boolean strict) {
    boolean relaxedHolds = aligned(authenticated, false);
    Text counts = strict ? Text.of("strict counts") : Text.of("relaxed counts");
    if (aligned(authenticated, true)) {
      return Text.of("%s is aligned relaxed, aligned strict; %s", subject, counts);
    }
    return relaxedHolds
        ? Text.of("%s is aligned relaxed, not aligned strict; %s", subject, counts)
        : Text.of("%s is not aligned relaxed, not aligned strict; %s", subject, counts);
  }

  private boolean aligned(DnsName authenticated, boolean strict) {
    return suffixes.align(authenticated, target.from(), strict);
  }

  private Expectation expect(Point point) {
    return new Expectation(
        point,
        "From " + target.from(),
        Text.of("aligned with the From domain in the mode in force"));
  }
}
