package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.dns.DnsName;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// DKIM records as owners publish them, and the step that each of them can take.
class DkimCheckTest {
  private static final String LONGER =
      "Make an RSA key pair of 2048 bits, publish its public key under a new selector, then: aws"
          + " sesv2 put-email-identity-dkim-signing-attributes --email-identity example.com"
          + " --signing-attributes-origin EXTERNAL --signing-attributes"
          + " DomainSigningSelector=NEWSELECTOR,DomainSigningPrivateKey=BASE64 --region eu-west-1";

  private final ExampleDomain example;

  DkimCheckTest() throws IOException {
    example = new ExampleDomain();
  }

  @AfterEach
  void stop() throws IOException {
    example.close();
  }

  @Test
  void whatAWildcardAnswersIsNotToBeReplacedButToBePublished() {
    example.without("token").with("*._domainkey 60 IN CNAME sites.example.net.");

    Finding finding = example.check().of(Point.DKIM_CNAME).getFirst();
    assertThat(finding.found().toString())
        .isEqualTo("no record of its own; a wildcard record answers CNAME sites.example.net");
    assertThat(finding.action().toString())
        .isEqualTo(
            "Publish: tokenone._domainkey.example.com. 300 IN CNAME tokenone.dkim.amazonses.com.");
  }

  @Test
  void aRecordBesideAWildcardIsReplaced() {
    example
        .without("tokentwo")
        .with("*._domainkey 60 IN CNAME sites.example.net.")
        .with("tokentwo._domainkey 60 IN CNAME other.example.net.");

    assertThat(failure(Point.DKIM_CNAME).action().toString())
        .isEqualTo("Set the value to tokentwo.dkim.amazonses.com");
  }

  @ParameterizedTest
  @CsvSource({
    "dkim.eu-central-2.amazonses.com, dkim.amazonses.com",
    "dkim.amazonses.com, dkim.eu-central-2.amazonses.com",
    "dkim.ap-south-2.amazonses.com, dkim.eu-central-2.amazonses.com",
  })
  void theRightTokenInAnotherSigningZoneIsNotCalledAnOldOne(String right, String published) {
    example.identity(easy(right)).without("token");
    ExampleDomain.TOKENS.forEach(
        token -> example.with(token + "._domainkey 60 IN CNAME " + token + "." + published + "."));

    Finding finding = failure(Point.DKIM_CNAME);
    assertThat(finding.found().toString())
        .isEqualTo(
            "CNAME tokenone." + published + " (the right token, in the zone of other Regions)");
    assertThat(finding.action().toString())
        .isEqualTo(
            "Replace the value by tokenone."
                + right
                + ": SES signs in "
                + right
                + " for this identity");
  }

  @Test
  void oneRightCnameOfThreeShowsItsKey() {
    example.without("tokentwo").without("tokenthree");

    assertThat(example.check().of(Point.DKIM_KEY).getFirst().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void anOwnKeyStaysAnOwnKeyWhenItIsTooShort() {
    own(ExampleDomain.key(1024));
    Finding warning = key();
    assertThat(warning.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(warning.found().toString()).isEqualTo("rsa 1024 bits");
    assertThat(warning.action().toString()).isEqualTo(LONGER);

    own(ExampleDomain.key(512));
    assertThat(key().verdict()).isEqualTo(Verdict.FAILURE);
    assertThat(key().action().toString()).isEqualTo(LONGER);

    own("\"v=DKIM1; k=ed25519; p=" + "A".repeat(43) + "=\"");
    assertThat(key().found().toString()).isEqualTo("ed25519 256 bits, but SES signs with RSA");
    assertThat(key().action().toString()).isEqualTo(LONGER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inside", "around", "backslash"})
  void quotesInsideAKeyAreNamedAndTheValueIsGivenWithoutThem(String where) {
    String key = ExampleDomain.KEY_2048.replace("\"", "").replace(" ", "");
    String start = key.substring(0, 200);
    String rest = key.substring(200);
    own(
        switch (where) {
          case "inside" -> quoted(start + "\\\" \\\"") + " " + quoted(rest);
          case "around" -> quoted("\\\"" + start) + " " + quoted(rest + "\\\"");
          default -> quoted("v=DKIM1\\\\; " + start) + " " + quoted(rest);
        });

    assertThat(key().found().toString()).startsWith("quotes inside the value: ");
    assertThat(key().action().toString())
        .isEqualTo(
            "Enter the value at own._domainkey.example.com without quotes of your own: "
                + (where.equals("backslash") ? "v=DKIM1; " : "")
                + key);
  }

  @Test
  void twoRecordsAtASelectorAreOneTooMany() {
    own(ExampleDomain.KEY_2048);
    example.with("own._domainkey 60 IN TXT \"v=spf1 -all\"");

    assertThat(key().found().toString())
        .isEqualTo("2 TXT records, of which receivers may take any");
    assertThat(key().action().toString())
        .isEqualTo(
            "Delete all at own._domainkey.example.com but the public key of the private key that SES"
                + " has");
  }

  @Test
  void aKeyThatIsCutOffIsNamed() {
    String key = ExampleDomain.KEY_2048.replace("\"", "").replace(" ", "");
    own(quoted(key.substring(0, 255)));
    assertThat(key().found().toString())
        .isEqualTo("a key that is cut at 255 characters, the most that one string holds");
    assertThat(key().action().toString())
        .isEqualTo(
            "Enter the whole key at own._domainkey.example.com: as strings of at most 255"
                + " characters, without a gap");

    own(quoted(key.substring(0, 242)));
    assertThat(key().found().toString())
        .isEqualTo("a broken key: its p= is cut off: the key has 294 bytes, and 180 are there");
  }

  @Test
  void aKeyWithTheZoneDoubledIsFound() {
    example
        .identity(example.ownKey(true, SetupStatus.SUCCESS, "own"))
        .with("own._domainkey.example.com 60 IN TXT " + ExampleDomain.KEY_2048);

    assertThat(key().found().toString())
        .isEqualTo("it stands at own._domainkey.example.com.example.com: the zone is doubled");
    assertThat(key().action().toString())
        .isEqualTo("In the form of the zone example.com enter only own._domainkey as the name");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v=DKIM1; p= | FAILURE | a withdrawn key: p= is empty",
        "v=DKIM1; h=sha1; p=KEY | FAILURE | a broken key: h=sha1 does not allow SHA-256, which every"
            + " signature of today has",
        "v=DKIM1; s=tlsrpt; p=KEY | FAILURE | a broken key: s=tlsrpt does not allow it for mail",
        "p=KEY; v=DKIM1 | FAILURE | a broken key: v= does not stand first, so receivers throw it"
            + " away",
        "v=DKIM1; t=y; p=KEY | WARNING | rsa 2048 bits; t=y says that the domain only tests DKIM, so"
            + " receivers need not count its signatures",
        "v=DKIM1; t=s; p=KEY | PASS | rsa 2048 bits",
      })
  void whatReceiversDoWithATagIsSaid(String record, Verdict verdict, String found) {
    String key = ExampleDomain.KEY_2048.replaceAll("p=|\"| ", "");
    String text = record.replace("KEY", key);
    int half = Math.min(text.length(), 200);
    own(quoted(text.substring(0, half)) + " " + quoted(text.substring(half)));

    assertThat(key().verdict()).isEqualTo(verdict);
    assertThat(key().found().toString()).isEqualTo(found);
  }

  @Test
  void aKeyBehindAnAliasIsCorrectedWhereItStands() {
    example.identity(example.ownKey(true, SetupStatus.SUCCESS, "own"));
    example.with("own._domainkey 60 IN CNAME own.keys.example.net.");
    example.server().zone("example.net", "own.keys 60 IN TXT \"v=DKIM1; p=\"\n");

    assertThat(key().action().toString())
        .isEqualTo(
            "Publish the public key of your private key at own.keys.example.net, where the CNAME at"
                + " own._domainkey.example.com leads");
  }

  @Test
  void aMissingKeyIsAskedForAtItsName() {
    example.identity(example.ownKey(true, SetupStatus.SUCCESS, "own"));
    assertThat(key().found().toString()).isEqualTo("no key");
    assertThat(key().action().toString())
        .isEqualTo(
            "Publish the public key of your private key as TXT at own._domainkey.example.com:"
                + " v=DKIM1; k=rsa; p=…");

    example.with("*._domainkey 60 IN TXT \"v=spf1 -all\"");
    assertThat(key().found().toString())
        .isEqualTo("no record of its own; a wildcard record answers v=spf1 -all");
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private void own(String strings) {
    example.identity(example.ownKey(true, SetupStatus.SUCCESS, "own"));
    example.only("own._domainkey", "own._domainkey 60 IN TXT " + strings);
  }

  private Finding key() {
    return example.check().of(Point.DKIM_KEY).getFirst();
  }

  private Finding failure(Point point) {
    return example.check().of(point).stream()
        .filter(finding -> finding.verdict() == Verdict.FAILURE)
        .findFirst()
        .orElseThrow();
  }

  private IdentityFacts easy(String zone) {
    IdentityFacts good = example.identity();
    return new IdentityFacts(
        true,
        SetupStatus.SUCCESS,
        new IdentityFacts.Dkim(
            true, SetupStatus.SUCCESS, true, List.copyOf(ExampleDomain.TOKENS), new DnsName(zone)),
        good.mailFrom());
  }
}
