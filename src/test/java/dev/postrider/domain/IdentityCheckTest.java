package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.cli.domain.DnsjavaDns;
import dev.postrider.cli.domain.GuavaPublicSuffixes;
import dev.postrider.domain.dns.DnsName;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the owner is told of a set-up that SES has not finished.
class IdentityCheckTest {
  private final ExampleDomain example;

  IdentityCheckTest() throws IOException {
    example = new ExampleDomain();
  }

  @AfterEach
  void stop() throws IOException {
    example.close();
  }

  @Test
  void afterSeventyTwoHoursTheSetUpIsStartedAgain() {
    statuses(false, SetupStatus.FAILED, SetupStatus.FAILED);

    String again =
        "The records are right now, but SES looks no more. Start the set-up again: aws ses"
            + " verify-domain-dkim --domain example.com --region eu-west-1";
    assertThat(action(Point.IDENTITY)).isEqualTo(again);
    assertThat(action(Point.DKIM_SIGNING)).isEqualTo(again);
    assertThat(action(Point.MAIL_FROM))
        .isEqualTo(
            "The records are right now, but SES looks no more. Start the set-up again: aws sesv2"
                + " put-email-identity-mail-from-attributes --email-identity example.com"
                + " --mail-from-domain mail.example.com --region eu-west-1");
    assertThat(report().settled()).isTrue();
  }

  @Test
  void recordsThatAreStillWrongAreRepairedBeforeTheSetUpIsStartedAgain() {
    statuses(false, SetupStatus.FAILED, SetupStatus.FAILED);
    example.without("tokentwo").without("mail 60 IN MX");

    assertThat(action(Point.DKIM_SIGNING))
        .startsWith("Repair the DKIM records first, then start the set-up again, since SES looks");
    assertThat(action(Point.MAIL_FROM))
        .startsWith("Repair the MX and the SPF record of mail.example.com first, then start");
    assertThat(report().settled()).as("the DNS may still change").isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = SetupStatus.class,
      names = {"PENDING", "FAILED", "TEMPORARY_FAILURE"})
  void noAdviceRestsOnRecordsThatWereNotAnswered(SetupStatus status) {
    statuses(status == SetupStatus.TEMPORARY_FAILURE, status, status);
    example.server().failFor("amazonses.com");

    assertThat(action(Point.DKIM_SIGNING))
        .isEqualTo(
            "The DNS did not answer whether the DKIM records are right: make it answer first");
    assertThat(action(Point.MAIL_FROM))
        .isEqualTo(
            "The DNS did not answer whether the MX and the SPF record are right: make it answer"
                + " first");

    example.without("tokentwo");
    assertThat(action(Point.DKIM_SIGNING)).as("one is wrong in any case").contains("DKIM");
    assertThat(action(Point.DKIM_SIGNING)).doesNotContain("did not answer");
  }

  @Test
  void aKeyOfOnesOwnIsGivenToSesAgain() {
    example
        .identity(own(false, SetupStatus.FAILED))
        .with("own._domainkey 60 IN TXT " + ExampleDomain.KEY_2048);

    assertThat(action(Point.DKIM_SIGNING))
        .endsWith(
            "aws sesv2 put-email-identity-dkim-signing-attributes --email-identity example.com"
                + " --signing-attributes-origin EXTERNAL --signing-attributes"
                + " DomainSigningSelector=own,DomainSigningPrivateKey=BASE64 --region eu-west-1");
  }

  @Test
  void whileSesLooksAndTheRecordsAreRightNothingIsMissing() {
    statuses(false, SetupStatus.PENDING, SetupStatus.PENDING);

    assertThat(action(Point.IDENTITY))
        .startsWith("Nothing is missing: the records are right. Wait; ")
        .contains("up to 72 hours");
    assertThat(action(Point.MAIL_FROM)).startsWith("Nothing is missing: the MX and the SPF record");
    assertThat(report().settled()).isFalse();
  }

  @Test
  void whileSesLooksAndRecordsAreMissingTheyArePublished() {
    statuses(false, SetupStatus.PENDING, SetupStatus.PENDING);
    example.without("token").without("mail 60 IN MX");

    assertThat(action(Point.IDENTITY))
        .isEqualTo("Publish the three DKIM CNAMEs; SES verifies the domain by them");
    assertThat(action(Point.MAIL_FROM)).startsWith("Publish the MX and the SPF record of mail");

    example.identity(own(false, SetupStatus.PENDING));
    assertThat(action(Point.IDENTITY))
        .isEqualTo(
            "Publish the public key at own._domainkey.example.com; SES verifies the domain by"
                + " them");
  }

  @Test
  void aTemporaryFailureIsAWarningSinceSesGoesOnSigning() {
    statuses(true, SetupStatus.TEMPORARY_FAILURE, SetupStatus.SUCCESS);

    Finding finding = example.check().of(Point.DKIM_SIGNING).getFirst();
    assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(finding.found().toString())
        .isEqualTo(
            "signing on, status TEMPORARY_FAILURE: SES could not ask the DNS of late, and goes on"
                + " signing for three days");
  }

  @Test
  void aStatusOfANewerSesIsUnchecked() {
    statuses(true, SetupStatus.UNKNOWN, SetupStatus.SUCCESS);

    assertThat(example.check().of(Point.DKIM_SIGNING).getFirst().verdict())
        .isEqualTo(Verdict.UNCHECKED);
  }

  private String action(Point point) {
    return example.check().of(point).getFirst().action().toString();
  }

  private DomainCheck.Report report() {
    example.publish();
    return new DomainCheck(
            new Target(
                new DnsName("example.com"), new DnsName("example.com"), ExampleDomain.REGION),
            new Fact.Known<>(example.identity()),
            new Fact.Known<>(new AccountFacts(true, true, "HEALTHY", true, true)),
            DnsjavaDns.at(example.server().address()),
            new GuavaPublicSuffixes())
        .report();
  }

  private void statuses(boolean verified, SetupStatus dkim, SetupStatus mailFrom) {
    IdentityFacts good = example.identity();
    example.identity(
        new IdentityFacts(
            verified,
            verified ? SetupStatus.SUCCESS : dkim,
            new IdentityFacts.Dkim(
                true, dkim, true, good.dkim().tokens(), good.dkim().signingZone()),
            new IdentityFacts.MailFrom(good.mailFrom().domain(), mailFrom, false)));
  }

  private IdentityFacts own(boolean verified, SetupStatus status) {
    return example.ownKey(verified, status, "own");
  }
}
