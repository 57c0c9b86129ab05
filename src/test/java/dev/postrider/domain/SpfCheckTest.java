package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.mail.SpfRecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpfCheckTest {
  private final ExampleDomain example;

  SpfCheckTest() throws IOException {
    example = new ExampleDomain();
  }

  @AfterEach
  void stop() throws IOException {
    example.close();
  }

  @Test
  void twoSpfRecordsAreAnErrorAndTheirMergerIsOffered() {
    example.with("mail 60 IN TXT \"v=spf1 include:_spf.example.net -all\"");

    Finding finding = mailFrom();
    assertThat(finding.verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(finding.found().toString())
        .isEqualTo(
            "2 SPF records: v=spf1 include:_spf.example.net -all"
                + " | v=spf1 include:amazonses.com ~all");
    assertThat(finding.action().toString())
        .isEqualTo(
            "Replace them by this one: v=spf1 include:_spf.example.net include:amazonses.com ~all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=spf1 ip4:192.0.2.1 -all | v=spf1 a mx ~all"
            + " | v=spf1 include:amazonses.com a mx ip4:192.0.2.1 ~all",
        "v=spf1 ?include:amazonses.com -all | v=spf1 a -all | v=spf1 include:amazonses.com a -all",
        "v=spf1 ipv4:192.0.2.1 ~all | v=spf1 +include:amazonses.com ip4:192.0.2.2 -all"
            + " | v=spf1 +include:amazonses.com ip4:192.0.2.2 ~all",
        "v=spf1 a:h1.example.com a:h2.example.com a:h3.example.com a:h4.example.com"
            + " a:h5.example.com -all | v=spf1 a:h6.example.com a:h7.example.com a:h8.example.com"
            + " a:h9.example.com a:h10.example.com -all | v=spf1 include:amazonses.com ~all",
      })
  void theMergerOfTheMailFromDomainIsValidAndLetsSesIn(String one, String two, String merged) {
    spf('"' + one + '"');
    example.with("mail 60 IN TXT \"" + two + '"');

    Finding finding = mailFrom();
    assertThat(finding.verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(finding.action().toString()).isEqualTo("Replace them by this one: " + merged);
  }

  @Test
  void quotesInsideQuotesAreRecognised() {
    spf("\"\\\"v=spf1 include:amazonses.com ~all\\\"\"");

    Finding finding = mailFrom();
    assertThat(finding.found().toString())
        .isEqualTo("quotes inside the value: \"v=spf1 include:amazonses.com ~all\"");
    assertThat(finding.action().toString())
        .isEqualTo(
            "Enter the value at mail.example.com without quotes of your own:"
                + " v=spf1 include:amazonses.com ~all");
  }

  @Test
  void aRecordWithoutAmazonGetsTheIncludeInFront() {
    example.server().zone("example.net", "_spf 60 IN TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n");
    spf("\"v=spf1 include:_spf.example.net ~all\"");

    assertThat(mailFrom().action().toString())
        .isEqualTo("Replace it by: v=spf1 include:amazonses.com include:_spf.example.net ~all");
  }

  /// With the include in front there would be eleven lookups, and receivers allow ten.
  @Test
  void aRecordWithTenLookupsIsReplacedByOneForSesAlone() {
    spf(
        "\"v=spf1 a:h1.example.com a:h2.example.com a:h3.example.com a:h4.example.com"
            + " a:h5.example.com a:h6.example.com a:h7.example.com a:h8.example.com"
            + " a:h9.example.com a:h10.example.com ~all\"");

    assertThat(mailFrom().action().toString())
        .isEqualTo("Replace it by: v=spf1 include:amazonses.com ~all");
  }

  @Test
  void aMergerWithMoreThanTenLookupsIsNotOffered() {
    example
        .with(
            "@ 60 IN TXT \"v=spf1 a:h1.example.com a:h2.example.com a:h3.example.com"
                + " a:h4.example.com a:h5.example.com a:h6.example.com ~all\"")
        .with(
            "@ 60 IN TXT \"v=spf1 mx a:h7.example.com a:h8.example.com a:h9.example.com"
                + " a:h10.example.com -all\"");

    assertThat(example.check().of(Point.DOMAIN_SPF).getFirst().action().toString())
        .isEqualTo(
            "Make one record of them without the terms that nobody needs any more: all together"
                + " take 11 lookups, and ten are allowed");
  }

  @Test
  void theActionForASyntaxErrorNamesTheTermAlone() {
    spf("\"v=spf1 include:amazonses.com ipv4:192.0.2.1 ~all\"");

    assertThat(mailFrom().action().toString()).isEqualTo("Correct or remove 'ipv4:192.0.2.1'");
  }

  @Test
  void anIncludeOfAnIncludeReachesAmazonToo() {
    example.server().zone("example.net", "_spf 60 IN TXT \"v=spf1 include:amazonses.com -all\"\n");
    spf("\"v=spf1 redirect=_spf.example.net\"");

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.PASS);
    assertThat(mailFrom().found().toString())
        .isEqualTo("v=spf1 redirect=_spf.example.net (2 of 10 lookups)");
  }

  @Test
  void elevenLookupsAreOneTooMany() {
    example
        .server()
        .zone(
            "example.net",
            """
            nest 60 IN TXT "v=spf1 a mx a:h1.example.net a:h2.example.net" \
              " a:h3.example.net exists:h4.example.net ptr ~all"
            nest 60 IN A 192.0.2.1
            nest 60 IN MX 10 h1
            h1 60 IN A 192.0.2.1
            h2 60 IN A 192.0.2.2
            h3 60 IN AAAA 2001:db8::3
            h4 60 IN A 127.0.0.2
            """);
    spf("\"v=spf1 include:amazonses.com include:nest.example.net a:h1.example.net ~all\"");
    assertThat(mailFrom().verdict()).isEqualTo(Verdict.PASS);
    assertThat(mailFrom().found().toString()).endsWith("(10 of 10 lookups)");

    spf(
        "\"v=spf1 include:amazonses.com include:nest.example.net a:h1.example.net"
            + " mx:h1.example.net ~all\"");
    assertThat(mailFrom().found().toString()).endsWith("(11 of 10 lookups)");
    assertThat(mailFrom().verdict()).isEqualTo(Verdict.FAILURE);
  }

  @Test
  void includesInACircleEndAndAreNamed() {
    example
        .server()
        .zone(
            "example.net",
            """
            a 60 IN TXT "v=spf1 include:b.example.net -all"
            b 60 IN TXT "v=spf1 include:a.example.net -all"
            """);
    spf("\"v=spf1 include:amazonses.com include:a.example.net ~all\"");

    assertThat(mailFrom().found().toString())
        .endsWith("'include:a.example.net' leads back to a.example.net, in a circle");
  }

  @Test
  void aRecordThatBranchesWithoutEndIsGivenUp() {
    example
        .server()
        .zone(
            "example.net",
            "*.w 60 IN TXT \"v=spf1 include:a.a.w.example.net"
                + " include:b.b.w.example.net include:c.c.w.example.net -all\"\n");
    spf("\"v=spf1 include:amazonses.com include:x.w.example.net ~all\"");

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.FAILURE);
  }

  @Test
  void moreThanTwoLookupsThatFindNothingAreAnError() {
    spf("\"v=spf1 include:amazonses.com a:x.example.net a:y.example.net a:z.example.net ~all\"");

    assertThat(mailFrom().found().toString()).endsWith("(4 of 10 lookups), 3 of them find nothing");
  }

  @Test
  void anIncludeOfADomainWithoutSpfIsAnError() {
    spf("\"v=spf1 include:amazonses.com include:gone.example.net ~all\"");

    assertThat(mailFrom().found().toString())
        .endsWith("'include:gone.example.net': gone.example.net has no SPF record");
  }

  @Test
  void macrosAreCountedAndNotAsked() {
    spf("\"v=spf1 include:amazonses.com exists:%{i}._spf.example.net ~all\"");

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.PASS);
    assertThat(mailFrom().found().toString()).endsWith("(2 of 10 lookups)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "v=spf1 include:amazonses.com ipv4:192.0.2.1 ~all|'ipv4:192.0.2.1' is an unknown mechanism",
        "v=spf1 include: ~all|'include:' is not written as its mechanism asks",
        "v=spf1 ip4:300.0.2.1 ~all|'ip4:300.0.2.1' is not written as its mechanism asks",
        "v=spf1 ip4:192.0.2.1/33 ~all|'ip4:192.0.2.1/33' is not written as its mechanism asks",
        "v=spf1 ip6:192.0.2.1 ~all|'ip6:192.0.2.1' is not written as its mechanism asks",
        "v=spf1 ~all include:amazonses.com|'include:amazonses.com' stands behind 'all' and is never"
            + " read",
        "v=spf1 include:amazonses.com v=spf1 ~all|'v=spf1' stands a second time: two records were put"
            + " into one",
        "v=spf1 include=amazonses.com redirect= ~all|'redirect=' names no domain",
        "v=spf1 include:amazonses.com; ~all|'include:amazonses.com;' is not written as its mechanism"
            + " asks",
      })
  void syntaxErrorsNameTheTerm(String record, String problem) {
    spf('"' + record + '"');

    Finding finding = mailFrom();
    assertThat(finding.verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(finding.found().toString()).contains(problem);
  }

  @Test
  void plusAllIsAFailureAndNoEndingAWarning() {
    spf("\"v=spf1 include:amazonses.com +all\"");
    assertThat(mailFrom().verdict()).isEqualTo(Verdict.FAILURE);

    spf("\"v=spf1 include:amazonses.com\"");
    assertThat(mailFrom().verdict()).isEqualTo(Verdict.WARNING);
    assertThat(mailFrom().action().toString()).isEqualTo("End the record with ~all");
  }

  @Test
  void theFromDomainNeedsNoSpfRecordButNotTwoEither() {
    example.with("@ 60 IN TXT \"v=spf1 mx ~all\"").with("@ 60 IN TXT \"v=spf1 -all\"");

    Finding finding = example.check().of(Point.DOMAIN_SPF).getFirst();
    assertThat(finding.verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(finding.action().toString()).isEqualTo("Replace them by this one: v=spf1 mx ~all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=spf1 redirect=_spf.example.net | v=spf1 a -all | v=spf1 include:_spf.example.net a ~all",
        "v=spf1 mx -all redirect=x.example.net | v=spf1 a -all | v=spf1 mx a -all",
        "v=spf1 mx | v=spf1 a -all | v=spf1 mx a ~all",
        "v=spf1 mx -ALL | v=spf1 a -all | v=spf1 mx a -all",
        "v=spf1 mx ~ALL | v=spf1 a -all | v=spf1 mx a ~all",
        "v=spf1 mx exp=e.example.net -all | v=spf1 a EXP=f.example.net -all"
            + " | v=spf1 mx exp=e.example.net a -all",
      })
  void theMergerRefusesNobodyWhomOneOfTheRecordsLetIn(String one, String two, String merged) {
    assertThat(SpfRepair.merged(List.of(one, two))).isEqualTo(merged);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-include", "~include", "?include"})
  void anIncludeThatDoesNotLetSesInIsNone(String include) {
    spf("\"v=spf1 " + include + ":amazonses.com ~all\"");

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(mailFrom().action().toString())
        .isEqualTo("Replace it by: v=spf1 include:amazonses.com ~all");
  }

  @Test
  void anIncludeOfARecordThatDoesNotLetSesInIsNone() {
    example.server().zone("example.net", "_spf 60 IN TXT \"v=spf1 ?include:amazonses.com -all\"\n");
    spf("\"v=spf1 include:_spf.example.net ~all\"");

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.FAILURE);
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aTermOfManyColonsIsReadInOneGo() {
    SpfRecord record = SpfRecord.parse("v=spf1 a" + ":".repeat(60) + "/\u2028x");

    assertThat(record.problems()).hasSize(1);
  }

  @Test
  void anSpfRecordWithTheZoneDoubledIsFound() {
    example
        .without("mail 60 IN TXT")
        .with("mail.example.com 60 IN TXT \"v=spf1 include:amazonses.com ~all\"");

    assertThat(mailFrom().found().toString())
        .isEqualTo("it stands at mail.example.com.example.com: the zone is doubled");
  }

  @Test
  void anAnswerTooLongForUdpIsFetchedOverTcp() {
    for (int i = 0; i < 12; i++) {
      example.with("mail 60 IN TXT \"" + i + "x".repeat(150) + "\"");
    }

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.PASS);
    assertThat(example.server().tcpQuestions()).isPositive();
  }

  @Test
  void anIncludeThatIsNotAnsweredIsUncheckedAndNothingIsAdvised() {
    example.server().failFor("amazonses.com");

    Finding finding = mailFrom();
    assertThat(finding.verdict()).isEqualTo(Verdict.UNCHECKED);
    assertThat(finding.found().toString()).contains("no answer to TXT amazonses.com");
    assertThat(finding.action().toString()).isEqualTo("make this answer, then check again");
    assertThat(example.check().of(Point.DMARC_ENFORCEMENT).getFirst().verdict())
        .as("not a leg that is to be repaired")
        .isEqualTo(Verdict.UNCHECKED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:host", "mx:host", "mx:post", "exists:host", "?a:host", "include:spf"})
  void aTermThatIsNotAnsweredIsUnchecked(String term) {
    example
        .server()
        .zone(
            "example.net",
            """
            post 60 IN MX 10 host
            spf 60 IN TXT "v=spf1 a:host.example.net -all"
            """)
        .failFor("host.example.net");
    spf("\"v=spf1 include:amazonses.com " + term + ".example.net ~all\"");

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.UNCHECKED);
    assertThat(mailFrom().found().toString()).contains("host.example.net");
  }

  @Test
  void whatIsWrongWhateverIsNotAnsweredStaysAFailure() {
    example.server().failFor("lost.example.net");

    spf("\"v=spf1 include:amazonses.com a:lost.example.net include:gone.example.org ~all\"");
    assertThat(mailFrom().verdict()).isEqualTo(Verdict.FAILURE);
    spf("\"v=spf1 a:lost.example.net ~all\"");
    assertThat(mailFrom().action().toString())
        .isEqualTo("Replace it by: v=spf1 include:amazonses.com a:lost.example.net ~all");
  }

  @Test
  void aRecordBehindWhatIsNotAnsweredMayLetSesIn() {
    example.server().failFor("lost.example.net");

    spf("\"v=spf1 include:lost.example.net ~all\"");
    assertThat(mailFrom().verdict()).isEqualTo(Verdict.UNCHECKED);
    spf("\"v=spf1 ?include:lost.example.net ~all\"");
    assertThat(mailFrom().verdict()).as("but not with SES as passed").isEqualTo(Verdict.FAILURE);
  }

  @Test
  void aRecordThatDependsOnTheMailMayLetSesIn() {
    spf("\"v=spf1 include:%{ir}.%{v}.%{d}.spf.example.net ~all\"");

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.UNCHECKED);
    assertThat(mailFrom().found().toString()).endsWith("spf.example.net' depends on the mail");
  }

  @Test
  void macrosThatAreTheSameForEveryMailAreFollowed() {
    example
        .server()
        .zone(
            "example.net",
            "mail.example.com._spf 60 IN TXT \"v=spf1 include:amazonses.com -all\"\n");
    spf("\"v=spf1 include:%{d}._spf.example.net ~all\"");

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.PASS);
    assertThat(mailFrom().found().toString()).endsWith("(2 of 10 lookups)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "v=spf1 include:amazonses.com ~all redirect=x.example.net | 'redirect=x.example.net' stands"
            + " beside 'all' and is ignored | redirect=x.example.net",
        "v=spf1 include:amazonses.com ~all a | 'a' stands behind 'all' and is never read | a",
        "v=spf1 include:amazonses.com mx=x.example.net ~all | 'mx=x.example.net' is ignored: a"
            + " mechanism is written with a colon | mx=x.example.net",
      })
  void whatReceiversPassOverIsNamed(String record, String flaw, String term) {
    spf('"' + record + '"');

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.WARNING);
    assertThat(mailFrom().found().toString()).endsWith("; " + flaw);
    assertThat(mailFrom().action().toString()).isEqualTo("Correct or remove '" + term + "'");
  }

  @Test
  void anIncludeThatIsNeverReadMovesToTheFront() {
    spf("\"v=spf1 ~all include:amazonses.com\"");

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(mailFrom().action().toString())
        .isEqualTo("Replace it by: v=spf1 include:amazonses.com ~all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "v=spf1 include:amazonses.com\\009~all | 'include:amazonses.com\t~all' is not written",
        "v=spf1 a:host.example.net\\010mx ~all | 'a:host.example.net\\nmx' is not written",
        "v=spf1 \\226\\128\\147all | '\u2013all' is neither a mechanism nor a modifier",
      })
  void onlyASpaceSeparatesTerms(String inTheZone, String found) {
    spf('"' + inTheZone + '"');

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(mailFrom().found().toString()).contains(found.translateEscapes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v=spf1;include:amazonses.com", "spf1 mx", "v=spf1\\009mx", " v=spf1 mx"})
  void aRecordThatReceiversDoNotSeeAsOneIsNamed(String text) {
    spf('"' + text + '"');

    assertThat(mailFrom().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(mailFrom().found().toString())
        .startsWith("no SPF record: ")
        .endsWith("does not begin with 'v=spf1' and a space");
  }

  @Test
  void aNameThatDoesNotExistIsToldFromOneWithoutTheRecord() {
    example.without("mail 60 IN TXT");
    assertThat(mailFrom().found().toString()).isEqualTo("no SPF record");

    example.without("mail 60 IN MX");
    assertThat(mailFrom().found().toString()).isEqualTo("no SPF record: the name does not exist");
    assertThat(example.check().of(Point.MAIL_FROM_MX).getFirst().found().toString())
        .isEqualTo("no MX: the name does not exist");
  }

  private void spf(String text) {
    example.without("mail 60 IN TXT").with("mail 60 IN TXT " + text);
  }

  private Finding mailFrom() {
    return example.check().of(Point.MAIL_FROM_SPF).getFirst();
  }
}
