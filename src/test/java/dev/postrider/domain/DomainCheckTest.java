package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.domain.DnsjavaDns;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.text.Text;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DomainCheckTest {
  private final ExampleDomain example;

  DomainCheckTest() throws IOException {
    example = new ExampleDomain();
  }

  @AfterEach
  void stop() throws IOException {
    example.close();
  }

  @Test
  void aDomainThatIsSetUpWellPassesEveryPoint() {
    Findings findings = example.check();

    assertThat(findings.all()).allMatch(finding -> finding.verdict() == Verdict.PASS);
    assertThat(findings.all())
        .extracting(Finding::point)
        .as("name servers are asked apart from the rest")
        .containsAll(EnumSet.complementOf(EnumSet.of(Point.DELEGATION)));
    assertThat(findings.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aCnameWithTheZoneDoubledIsFoundWhereItStands() {
    example
        .without("tokentwo")
        .with("tokentwo._domainkey.example.com 60 IN CNAME tokentwo.dkim.amazonses.com.");

    assertThat(failure(Point.DKIM_CNAME))
        .hasToString(
            new Finding(
                    Point.DKIM_CNAME,
                    "tokentwo._domainkey.example.com",
                    Verdict.FAILURE,
                    Text.verbatim(
                        "it stands at tokentwo._domainkey.example.com.example.com: the zone is doubled"),
                    Text.verbatim("CNAME tokentwo.dkim.amazonses.com"),
                    Text.verbatim(
                        "In the form of the zone example.com enter only tokentwo._domainkey as the name"))
                .toString());
  }

  @Test
  void aCnameWhoseValueGotTheZoneAppendedIsToldApart() {
    example.without("tokentwo").with("tokentwo._domainkey 60 IN CNAME tokentwo.dkim.amazonses.com");

    Finding finding = failure(Point.DKIM_CNAME);
    assertThat(finding.found().toString())
        .isEqualTo(
            "CNAME tokentwo.dkim.amazonses.com.example.com"
                + " (example.com was appended to the value)");
    assertThat(finding.action().toString())
        .isEqualTo("Enter the value with a dot at its end: tokentwo.dkim.amazonses.com.");
  }

  @Test
  void aStaleDkimTokenIsNamedAndReplaced() {
    example.without("tokentwo").with("tokentwo._domainkey 60 IN CNAME old.dkim.amazonses.com.");

    Finding finding = failure(Point.DKIM_CNAME);
    assertThat(finding.found().toString())
        .isEqualTo(
            "CNAME old.dkim.amazonses.com"
                + " (the token of another identity, or of one that was deleted)");
    assertThat(finding.action().toString())
        .isEqualTo("Replace the value by tokentwo.dkim.amazonses.com");
  }

  @Test
  void rightCnamesToKeysThatAreGoneAreStaleTokensToo() {
    example.server().zone("amazonses.com", "@ 60 IN TXT \"v=spf1 ip4:199.255.192.0/22 -all\"\n");

    Finding finding = failure(Point.DKIM_KEY);
    assertThat(finding.found().toString())
        .isEqualTo("none at tokenone, none at tokentwo, none at tokenthree");
    assertThat(finding.action().toString())
        .startsWith("The tokens are not those of a living identity: take the CNAMEs from 'domain");
  }

  @Test
  void aCnameThatIsMissingIsGivenReadyToPaste() {
    example.without("tokentwo");

    assertThat(failure(Point.DKIM_CNAME).action().toString())
        .isEqualTo(
            "Publish: tokentwo._domainkey.example.com. 300 IN CNAME tokentwo.dkim.amazonses.com.");
  }

  @Test
  void aTxtRecordInPlaceOfACnameIsRecognised() {
    example
        .without("tokentwo")
        .with("tokentwo._domainkey 60 IN TXT \"tokentwo.dkim.amazonses.com\"");

    assertThat(failure(Point.DKIM_CNAME).found().toString()).isEqualTo("a TXT record");
  }

  @Test
  void aWildcardThatAnswersForAMissingCnameIsNoTxtRecordInItsPlace() {
    example.without("tokentwo").with("*._domainkey 60 IN TXT \"v=DKIM1; p=\"");

    assertThat(failure(Point.DKIM_CNAME).found().toString()).isEqualTo("no record");
  }

  @Test
  void aShortDkimKeyIsAWarningWithItsLength() {
    example
        .server()
        .zone(
            "amazonses.com",
            "@ 60 IN TXT \"v=spf1 ip4:199.255.192.0/22 -all\"\n"
                + "tokenone.dkim 60 IN TXT "
                + ExampleDomain.key(1024)
                + "\ntokentwo.dkim 60 IN TXT "
                + ExampleDomain.KEY_2048
                + "\n");

    Finding finding = example.check().of(Point.DKIM_KEY).getFirst();
    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.found().toString())
        .isEqualTo("rsa 1024 bits, rsa 2048 bits, none at tokenthree");
    assertThat(finding.action().toString()).contains("RSA_2048_BIT");
  }

  @Test
  void aMailFromMxOfAnotherRegionIsRecognised() {
    example
        .without("mail 60 IN MX")
        .with("mail 60 IN MX 10 feedback-smtp.us-west-2.amazonses.com.");

    assertThat(failure(Point.MAIL_FROM_MX))
        .hasToString(
            new Finding(
                    Point.MAIL_FROM_MX,
                    "mail.example.com",
                    Verdict.FAILURE,
                    Text.verbatim("10 feedback-smtp.us-west-2.amazonses.com (another Region)"),
                    Text.verbatim("exactly one MX, 10 feedback-smtp.eu-west-1.amazonses.com"),
                    Text.verbatim(
                        "Point the MX at feedback-smtp.eu-west-1.amazonses.com, the Region that sends"))
                .toString());
  }

  @Test
  void aSecondMailFromMxIsAFailure() {
    example.with("mail 60 IN MX 20 mx.example.net.");

    Finding finding = failure(Point.MAIL_FROM_MX);
    assertThat(finding.found().toString())
        .isEqualTo("10 feedback-smtp.eu-west-1.amazonses.com, 20 mx.example.net");
    assertThat(finding.action().toString())
        .startsWith("Delete every MX of mail.example.com but the one to");
  }

  @Test
  void aMailFromMxWithTheZoneDoubledOrAppendedIsRecognised() {
    example
        .without("mail 60 IN MX")
        .with("mail.example.com 60 IN MX 10 feedback-smtp.eu-west-1.amazonses.com.");
    assertThat(failure(Point.MAIL_FROM_MX).action().toString())
        .isEqualTo("In the form of the zone example.com enter only mail as the name");

    example.with("mail 60 IN MX 10 feedback-smtp.eu-west-1.amazonses.com");
    assertThat(failure(Point.MAIL_FROM_MX).action().toString())
        .isEqualTo("Enter the host with a dot at its end: feedback-smtp.eu-west-1.amazonses.com.");
  }

  @Test
  void aMailFromNameThatIsACnameCannotHaveAnMx() {
    example.without("mail 60").with("mail 60 IN CNAME webmail.example.net.");

    assertThat(failure(Point.MAIL_FROM_MX).found().toString())
        .isEqualTo("a CNAME, beside which no other record counts");
  }

  @Test
  void withoutACustomMailFromDomainSpfDoesNotAlignAndThatIsAWarning() {
    IdentityFacts good = example.identity();
    example.identity(
        new IdentityFacts(
            good.verified(),
            good.verification(),
            good.dkim(),
            new IdentityFacts.MailFrom(null, SetupStatus.NOT_STARTED, false)));

    Findings findings = example.check();
    assertThat(findings.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(findings.of(Point.SPF_ALIGNMENT).getFirst().found().toString())
        .isEqualTo(
            "MAIL FROM amazonses.com is not aligned relaxed, not aligned strict; relaxed counts");
    assertThat(findings.of(Point.DMARC_ENFORCEMENT).getFirst().verdict())
        .isEqualTo(Verdict.WARNING);
    assertThat(findings.of(Point.BULK_SENDER_RULES).getFirst().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void anIdentityThatSesDoesNotHaveIsAFailure() {
    example.publish();
    Findings findings =
        example.check(
            new Fact.Absent<>(),
            new Fact.Known<>(new AccountFacts(true, true, "HEALTHY", true, true)),
            DnsjavaDns.at(example.server().address()));

    assertThat(findings.all())
        .filteredOn(finding -> finding.verdict() == Verdict.FAILURE)
        .first()
        .extracting(finding -> finding.found().toString())
        .isEqualTo("SES has no identity example.com in eu-west-1");
    assertThat(findings.hold(Point.DMARC, Point.DOMAIN_SPF)).isTrue();
  }

  @Test
  void whatCouldNotBeAskedIsUncheckedAndNotAFailure() {
    example.server().fail();

    Findings findings = example.check();
    assertThat(findings.verdict()).isEqualTo(Verdict.UNCHECKED);
    assertThat(findings.count(Verdict.FAILURE)).isZero();
    assertThat(findings.of(Point.MAIL_FROM_MX).getFirst().found().toString())
        .startsWith("no answer to MX mail.example.com");
  }

  @Test
  void alignmentThatStrictModeWouldRefuseIsUncheckedWhileTheDmarcRecordIsNotAnswered() {
    example.server().failFor("_dmarc.example.com");

    Findings findings = example.check();
    assertThat(findings.of(Point.SPF_ALIGNMENT).getFirst().verdict()).isEqualTo(Verdict.UNCHECKED);
    assertThat(findings.of(Point.DKIM_ALIGNMENT).getFirst().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void aFromDomainBelowTheIdentityAlignsRelaxedButNotStrict() {
    example.from("news.example.com");
    assertThat(example.check().of(Point.DKIM_ALIGNMENT).getFirst().found().toString())
        .isEqualTo("d=example.com is aligned relaxed, not aligned strict; relaxed counts");

    example
        .without("_dmarc")
        .with("_dmarc 60 IN TXT \"v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:d@example.com\"");
    assertThat(failure(Point.DKIM_ALIGNMENT).action().toString())
        .isEqualTo("Remove adkim=s from the DMARC record");
    assertThat(example.check().of(Point.SPF_ALIGNMENT).getFirst().verdict())
        .isEqualTo(Verdict.FAILURE);
  }

  @Test
  void rejectBeforeAlignmentIsCalledOut() {
    example.without("token").without("mail 60 IN MX");

    Finding finding = failure(Point.DMARC_ENFORCEMENT);
    assertThat(finding.found().toString())
        .isEqualTo(
            "p=reject, DKIM does not pass or align, SPF does not pass or align:"
                + " receivers turn this domain's own mail away");
    assertThat(finding.action().toString()).startsWith("Set p=none in the DMARC record now");
    assertThat(failure(Point.BULK_SENDER_RULES).found().toString())
        .isEqualTo("not yet: DKIM, alignment");
  }

  @Test
  void theAccountsLimitsAreReported() {
    example.account(new AccountFacts(false, false, "PROBATION", true, false));

    Findings findings = example.check();
    assertThat(findings.of(Point.PRODUCTION_ACCESS).getFirst().verdict())
        .isEqualTo(Verdict.WARNING);
    assertThat(findings.of(Point.SENDING).getFirst().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(findings.of(Point.REPUTATION).getFirst().found().toString()).isEqualTo("PROBATION");
    assertThat(findings.of(Point.SUPPRESSION_LIST).getFirst().found().toString())
        .isEqualTo("off for complaints");
  }

  @Test
  void aKeyOfOnesOwnNeedsNoCnames() {
    IdentityFacts good = example.identity();
    example
        .identity(
            new IdentityFacts(
                true,
                SetupStatus.SUCCESS,
                new IdentityFacts.Dkim(
                    true,
                    SetupStatus.SUCCESS,
                    false,
                    List.of("own"),
                    new DnsName("dkim.amazonses.com")),
                good.mailFrom()))
        .with("own._domainkey 60 IN TXT " + ExampleDomain.KEY_2048);

    Findings findings = example.check();
    assertThat(findings.verdict()).isEqualTo(Verdict.PASS);
    assertThat(findings.of(Point.DKIM_CNAME)).isEmpty();
  }

  private Finding failure(Point point) {
    return example.check().of(point).stream()
        .filter(finding -> finding.verdict() == Verdict.FAILURE)
        .findFirst()
        .orElseThrow();
  }
}
