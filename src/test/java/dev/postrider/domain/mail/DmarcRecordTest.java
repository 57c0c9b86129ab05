package dev.postrider.domain.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What receivers make of DMARC records (RFC 9989, 4.7, 4.8 and 4.10.1).
class DmarcRecordTest {

  /// A record, whether receivers obey it, the policies `p/sp/np` that they apply, and what is
  /// wrong.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      nullValues = "-",
      textBlock =
          """
          # The version comes first; its name may be a capital, its value is exact (4.7, 4.8)
          v=DMARC1; p=none | yes | none/none/none | -
          v=DMARC1;p=none | yes | none/none/none | -
          v=DMARC1 ; p=none | yes | none/none/none | -
          v = DMARC1 ; p = none | yes | none/none/none | -
          "v	=	DMARC1;	p=none" | yes | none/none/none | -
          v=DMARC1; p=none; | yes | none/none/none | -
          "v=DMARC1; p=none ; " | yes | none/none/none | -
          V=DMARC1; p=none | yes | none/none/none | CAPITALS
          v=dmarc1; p=none | no | - | VERSION
          v=Dmarc1; p=reject | no | - | VERSION
          v=DMARC2; p=none | no | - | VERSION
          v=DMARC1.1; p=none | no | - | VERSION
          v=DMARC; p=none | no | - | VERSION
          v="DMARC1"; p=none | no | - | VERSION
          v:DMARC1; p=none | no | - | VERSION,NOT_A_TAG
          DMARC1; p=none | no | - | VERSION,NOT_A_TAG
          " v=DMARC1; p=none" | no | - | VERSION
          ;v=DMARC1; p=none | no | - | VERSION,NOT_A_TAG
          p=none; v=DMARC1 | no | - | VERSION
          p=none | no | - | VERSION
          v=DMARC1 p=none | no | - | VERSION,NO_POLICY_NOR_REPORTS
          v=DMARC1, p=none | no | - | VERSION,NO_POLICY_NOR_REPORTS
          v=DMARC1: p=none | no | - | VERSION,NO_POLICY_NOR_REPORTS
          v=spf1 -all | no | - | VERSION,NO_POLICY_NOR_REPORTS
          # p is recommended; without it receivers act as if it were none, if they can report (4.10.1)
          v=DMARC1 | no | - | NO_POLICY_NOR_REPORTS
          v=DMARC1; | no | - | NO_POLICY_NOR_REPORTS
          v=DMARC1; sp=reject | no | - | NO_POLICY_NOR_REPORTS
          v=DMARC1; adkim=s; aspf=s | no | - | NO_POLICY_NOR_REPORTS
          v=DMARC1; ruf=mailto:f@example.com | no | - | NO_POLICY_NOR_REPORTS
          v=DMARC1; rua=d@example.com | no | - | NO_MAILBOX,NO_POLICY_NOR_REPORTS
          v=DMARC1; rua=mailto:d@example.com | yes | none/none/none | NO_POLICY
          v=DMARC1; rua=mailto:d@example.com; sp=reject | yes | none/reject/reject | NO_POLICY
          v=DMARC1; rua=mailto:d@example.com; p=reject | yes | reject/reject/reject | -
          # p, sp and np: none, quarantine or reject, in any case (4.8)
          v=DMARC1; p=quarantine | yes | quarantine/quarantine/quarantine | -
          v=DMARC1; p=reject | yes | reject/reject/reject | -
          v=DMARC1; p=None | yes | none/none/none | -
          v=DMARC1; p=REJECT | yes | reject/reject/reject | -
          v=DMARC1; P=reject | yes | reject/reject/reject | CAPITALS
          v=DMARC1; p=reject; sp=none | yes | reject/none/none | -
          v=DMARC1; sp=none; p=reject | yes | reject/none/none | -
          v=DMARC1; p=none; sp=reject | yes | none/reject/reject | -
          v=DMARC1; p=reject; SP=none | yes | reject/none/none | CAPITALS
          v=DMARC1; p=reject; np=none | yes | reject/reject/none | -
          v=DMARC1; p=none; np=reject | yes | none/none/reject | -
          v=DMARC1; p=quarantine; sp=none; np=reject | yes | quarantine/none/reject | -
          v=DMARC1; p=reject; sp=quarantine; np=none | yes | reject/quarantine/none | -
          # A policy that cannot be read disarms the record, or voids it (4.10.1)
          v=DMARC1; p=refuse | no | - | UNUSABLE_POLICY
          v=DMARC1; p= | no | - | UNUSABLE_POLICY
          v=DMARC1; p=rejected | no | - | UNUSABLE_POLICY
          v=DMARC1; p=reject, sp=reject | no | - | UNUSABLE_POLICY
          v=DMARC1; p=reject sp=reject | no | - | UNUSABLE_POLICY
          v=DMARC1; p="reject" | no | - | UNUSABLE_POLICY
          v=DMARC1; p=reject; sp=refuse | no | - | UNUSABLE_POLICY
          v=DMARC1; p=reject; np=refuse | no | - | UNUSABLE_POLICY
          v=DMARC1; p=reject; sp= | no | - | UNUSABLE_POLICY
          v=DMARC1; p=refuse; rua=mailto:d@example.com | yes | none/none/none | DISARMED_POLICY
          v=DMARC1; p=; rua=mailto:d@example.com | yes | none/none/none | DISARMED_POLICY
          v=DMARC1; p=reject; sp=all; rua=mailto:d@example.com | yes | none/none/none | DISARMED_POLICY
          v=DMARC1; p=reject; np=x; rua=mailto:d@example.com | yes | none/none/none | DISARMED_POLICY
          v=DMARC1; p=reject; sp=x; rua=d@example.com | no | - | NO_MAILBOX,UNUSABLE_POLICY
          # A tag that is given twice voids a list of tags (RFC 6376, 3.2); some take one of the two
          v=DMARC1; p=none; p=none | yes | none/none/none | TWICE
          v=DMARC1; p=none; p=reject | yes | reject/reject/reject | TWICE
          v=DMARC1; p=reject; P=none | yes | reject/reject/reject | TWICE,CAPITALS
          v=DMARC1; v=DMARC1; p=none | yes | none/none/none | TWICE
          v=DMARC1; p=none; rua=mailto:a@example.com; rua=mailto:b@example.com | yes | none/none/none | TWICE
          # Unknown and malformed tags are passed over (4.7)
          v=DMARC1; p=reject; x=y | yes | reject/reject/reject | UNKNOWN_TAG
          v=DMARC1; x=y; p=reject | yes | reject/reject/reject | UNKNOWN_TAG
          v=DMARC1; p=reject; policy=none | yes | reject/reject/reject | UNKNOWN_TAG
          v=DMARC1; p=reject; dkim=s | yes | reject/reject/reject | UNKNOWN_TAG
          v=DMARC1; p=reject; asp=none | yes | reject/reject/reject | UNKNOWN_TAG
          v=DMARC1; p=reject; reports | yes | reject/reject/reject | NOT_A_TAG
          v=DMARC1; p=reject; =none | yes | reject/reject/reject | NOT_A_TAG
          v=DMARC1; p=reject; 1p=none | yes | reject/reject/reject | NOT_A_TAG
          v=DMARC1;; p=reject | yes | reject/reject/reject | NOT_A_TAG
          v=DMARC1; p=reject; ; sp=none | yes | reject/none/none | NOT_A_TAG
          v=DMARC1; p=reject; mailto:d@example.com | yes | reject/reject/reject | NOT_A_TAG
          # adkim, aspf, t, psd and fo fall back to what holds without them (4.7)
          v=DMARC1; p=reject; adkim=s; aspf=s | yes | reject/reject/reject | -
          v=DMARC1; p=reject; adkim=R; aspf=S | yes | reject/reject/reject | -
          v=DMARC1; p=reject; adkim=strict | yes | reject/reject/reject | ALIGNMENT
          v=DMARC1; p=reject; aspf= | yes | reject/reject/reject | ALIGNMENT
          v=DMARC1; p=reject; adkim=x; aspf=y | yes | reject/reject/reject | ALIGNMENT,ALIGNMENT
          v=DMARC1; p=reject; t=y | yes | reject/reject/reject | -
          v=DMARC1; p=reject; t=n | yes | reject/reject/reject | -
          v=DMARC1; p=reject; t=yes | yes | reject/reject/reject | TESTING
          v=DMARC1; p=reject; t= | yes | reject/reject/reject | TESTING
          v=DMARC1; p=reject; psd=y | yes | reject/reject/reject | -
          v=DMARC1; p=reject; psd=n | yes | reject/reject/reject | -
          v=DMARC1; p=reject; psd=u | yes | reject/reject/reject | -
          v=DMARC1; p=reject; psd=Y | yes | reject/reject/reject | -
          v=DMARC1; p=reject; psd=maybe | yes | reject/reject/reject | PUBLIC_SUFFIX
          v=DMARC1; p=reject; fo=1 | yes | reject/reject/reject | -
          v=DMARC1; p=reject; fo=d:s | yes | reject/reject/reject | -
          v=DMARC1; p=reject; fo=0:1:d:s | yes | reject/reject/reject | -
          v=DMARC1; p=reject; fo=2 | yes | reject/reject/reject | FAILURE_OPTIONS
          v=DMARC1; p=reject; fo=d,s | yes | reject/reject/reject | FAILURE_OPTIONS
          # pct, rf and ri are tags of the past (RFC 9989, C.5.2): only a pct that says nothing is named
          v=DMARC1; p=reject; pct=100 | yes | reject/reject/reject | -
          v=DMARC1; p=reject; pct=0 | yes | reject/reject/reject | -
          v=DMARC1; p=reject; pct=50; rf=afrf; ri=86400 | yes | reject/reject/reject | -
          v=DMARC1; p=reject; rf=unknown; ri=daily | yes | reject/reject/reject | -
          v=DMARC1; p=reject; pct=101 | yes | reject/reject/reject | PERCENT
          v=DMARC1; p=reject; pct=-1 | yes | reject/reject/reject | PERCENT
          v=DMARC1; p=reject; pct=50% | yes | reject/reject/reject | PERCENT
          v=DMARC1; p=reject; pct= | yes | reject/reject/reject | PERCENT
          # rua and ruf: mailto: URIs with commas between them (4.6); a size is passed over
          v=DMARC1; p=none; rua=mailto:d@example.com | yes | none/none/none | -
          v=DMARC1; p=none; rua=MAILTO:d@example.com | yes | none/none/none | -
          v=DMARC1; p=none; rua=mailto:a@example.com,mailto:b@example.net | yes | none/none/none | -
          v=DMARC1; p=none; rua=mailto:a@example.com , mailto:b@example.net | yes | none/none/none | -
          v=DMARC1; p=none; rua=mailto:a@example.com!10m | yes | none/none/none | -
          v=DMARC1; p=none; rua=mailto:a@example.com!5000 | yes | none/none/none | -
          v=DMARC1; p=none; rua=mailto:a@example.com!10p | yes | none/none/none | SIZE
          v=DMARC1; p=none; rua=mailto:a@example.com!10mb | yes | none/none/none | SIZE
          v=DMARC1; p=none; rua=mailto:a@example.com! | yes | none/none/none | SIZE
          v=DMARC1; p=none; ruf=mailto:a@example.com!m | yes | none/none/none | SIZE
          v=DMARC1; p=none; rua= | yes | none/none/none | NO_MAILBOX
          v=DMARC1; p=none; rua=mailto: | yes | none/none/none | NO_MAILBOX
          v=DMARC1; p=none; rua=a@example.com | yes | none/none/none | NO_MAILBOX
          v=DMARC1; p=none; rua=mailto:a@localhost | yes | none/none/none | NO_MAILBOX
          v=DMARC1; p=none; rua=https://example.com/dmarc | yes | none/none/none | NO_MAILBOX
          v=DMARC1; p=none; rua=mailto:a@example.com,b@example.com | yes | none/none/none | NO_MAILBOX
          v=DMARC1; p=none; rua=mailto:a@example.com, | yes | none/none/none | NO_MAILBOX
          v=DMARC1; p=none; rua=mailto:a@example.com mailto:b@example.com | yes | none/none/none | NO_MAILBOX
          v=DMARC1; p=none; rua=mailto://a@example.com | yes | none/none/none | -
          v=DMARC1; p=none; rua=mailto:a@example.com; mailto:b@example.com | yes | none/none/none | NOT_A_TAG
          v=DMARC1; p=none; ruf=f@example.com | yes | none/none/none | NO_MAILBOX
          v=DMARC1; p=none; rua=mailto:a@example.com?subject=x | yes | none/none/none | -
          """)
  void isReadAsReceiversReadIt(
      String text, String obeyed, @Nullable String policies, @Nullable String wrong) {
    DmarcRecord record = DmarcRecord.parse(text);

    assertThat(record.counts()).isEqualTo(obeyed.equals("yes"));
    assertThat(kinds(record)).isEqualTo(wrong == null ? "" : wrong);
    if (policies != null) {
      assertThat(
              List.of(record.policy(), record.subdomainPolicy(), record.nonexistentPolicy())
                  .stream()
                  .map(Policy::text)
                  .collect(Collectors.joining("/")))
          .isEqualTo(policies);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mailto:a@example.com!10m | a@example.com",
        "mailto:a@example.com!10p | a@example.com",
        "mailto:a%2Bb@example.com | a+b@example.com",
        "mailto:a+b@example.com | a+b@example.com",
        "mailto:a%2Cb@example.com | a,b@example.com",
        "mailto:a%zz@example.com | a%zz@example.com",
        "mailto:a@example.com?subject=x | a@example.com",
      })
  void aMailboxStandsAlone(String uri, String mailbox) {
    assertThat(DmarcRecord.parse("v=DMARC1; p=none; rua=" + uri).reportAddresses())
        .containsExactly(mailbox);
  }

  @Test
  void modesAreReadOrLeftAsTheyAreWithoutThem() {
    DmarcRecord strict = DmarcRecord.parse("v=DMARC1; p=none; adkim=s; aspf=S; t=Y; psd=N; pct=7");
    assertThat(strict.strictDkim()).isTrue();
    assertThat(strict.strictSpf()).isTrue();
    assertThat(strict.testing()).isTrue();
    assertThat(strict.publicSuffix()).isEqualTo('n');
    assertThat(strict.percent()).isEqualTo(7);

    DmarcRecord wrong = DmarcRecord.parse("v=DMARC1; p=none; adkim=x; aspf=x; t=x; psd=x; pct=x");
    assertThat(wrong.strictDkim()).isFalse();
    assertThat(wrong.strictSpf()).isFalse();
    assertThat(wrong.testing()).isFalse();
    assertThat(wrong.publicSuffix()).isEqualTo('u');
    assertThat(wrong.percent()).isEqualTo(100);
  }

  private static String kinds(DmarcRecord record) {
    return record.problems().stream()
        .map(problem -> problem.kind().name())
        .collect(Collectors.joining(","));
  }
}
