package dev.postrider.domain.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postrider.domain.dns.Dns;
import dev.postrider.domain.dns.DnsAnswer;
import dev.postrider.domain.dns.DnsName;
import dev.postrider.domain.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 9989, 4.10: where a policy comes from, and which domain is the organisational one.
class DmarcTreeWalkTest {
  private final List<String> asked = new ArrayList<>();

  /// Records as `domain TAGS`, a domain, its organisational domain, and whose policy it has.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          example.com p=none | example.com | example.com | example.com
          example.com p=none | news.example.com | example.com | example.com
          example.com p=none | a.b.news.example.com | example.com | example.com
          news.example.com p=none | news.example.com | news.example.com | news.example.com
          news.example.com p=none | example.com | example.com | -
          news.example.com p=none | a.news.example.com | news.example.com | news.example.com
          news.example.com p=none, example.com p=none | news.example.com | example.com | news.example.com
          news.example.com p=none, example.com p=none | a.news.example.com | example.com | example.com
          news.example.com p=none; psd=n, example.com p=none | a.news.example.com | news.example.com | news.example.com
          com p=none; psd=y | news.example.com | example.com | com
          com p=none; psd=y, example.com p=none | news.example.com | example.com | example.com
          com p=none; psd=y, news.example.com p=none | a.news.example.com | example.com | com
          co.uk p=none; psd=y, uk p=none | a.example.co.uk | example.co.uk | co.uk
          example.com p=none; psd=y | example.com | example.com | example.com
          example.com p=none; psd=y | news.example.com | news.example.com | example.com
          news.example.com p=none; psd=y, example.com p=none | news.example.com | news.example.com | news.example.com
          news.example.com p=none; psd=y, example.com p=none | a.news.example.com | a.news.example.com | news.example.com
          example.com p=none; psd=u | news.example.com | example.com | example.com
          - | news.example.com | news.example.com | -
          """)
  void theRecordsOnTheWayDecide(
      @Nullable String records, String domain, String organization, @Nullable String policy) {
    DmarcTreeWalk walk = walk(records);

    assertThat(walk.organizationalDomain(new DnsName(domain)).text()).isEqualTo(organization);
    assertThat(walk.policy(new DnsName(domain)).map(place -> place.domain().text()).orElse(null))
        .isEqualTo(policy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "news.example.com p=none | example.com | news.example.com | false",
        "news.example.com p=none, example.com p=none | example.com | news.example.com | true",
        "example.com p=none | mail.example.com | news.example.com | true",
        "example.com p=none; psd=y | mail.example.com | example.com | false",
        "- | example.com | news.example.com | false",
        "- | news.example.com | news.example.com | true",
      })
  void namesOfOneOrganisationalDomainAlign(
      @Nullable String records, String authenticated, String from, boolean aligned) {
    assertThat(walk(records).align(new DnsName(authenticated), new DnsName(from)))
        .isEqualTo(aligned);
  }

  @Test
  void eightQuestionsAreTheMost() {
    walk(null).walk(new DnsName("a.b.c.d.e.f.g.h.i.mail.example.com"));

    assertThat(asked)
        .containsExactly(
            "_dmarc.a.b.c.d.e.f.g.h.i.mail.example.com",
            "_dmarc.f.g.h.i.mail.example.com",
            "_dmarc.g.h.i.mail.example.com",
            "_dmarc.h.i.mail.example.com",
            "_dmarc.i.mail.example.com",
            "_dmarc.mail.example.com",
            "_dmarc.example.com",
            "_dmarc.com");
  }

  @Test
  void noNameIsAskedForTwice() {
    DmarcTreeWalk walk = walk("example.com p=none");
    walk.align(new DnsName("mail.example.com"), new DnsName("news.example.com"));

    assertThat(asked).doesNotHaveDuplicates();
  }

  @Test
  void severalRecordsAtANameAreNone() {
    assertThat(
            walk("news.example.com p=none, news.example.com p=reject")
                .policy(new DnsName("news.example.com")))
        .isEmpty();
  }

  @Test
  void anUnansweredQuestionEndsTheWalkButForATopLevelDomain() {
    DmarcTreeWalk walk =
        new DmarcTreeWalk(
            (name, _) ->
                name.text().equals("_dmarc.news.example.com")
                    ? new DnsAnswer.Nothing()
                    : new DnsAnswer.Unanswered(Text.verbatim("no answer to " + name)));

    assertThat(walk.unanswered(new DnsName("news.example.com")))
        .contains(Text.verbatim("no answer to _dmarc.example.com"));
    assertThat(
            new DmarcTreeWalk(
                    (name, _) ->
                        name.text().equals("_dmarc.com")
                            ? new DnsAnswer.Unanswered(Text.verbatim("no answer"))
                            : new DnsAnswer.Nothing())
                .unanswered(new DnsName("example.com")))
        .isEmpty();
  }

  private DmarcTreeWalk walk(@Nullable String records) {
    Map<String, List<String>> zone = new HashMap<>();
    Arrays.stream(records == null ? new String[0] : records.split(", ", -1))
        .map(record -> record.split(" ", 2))
        .forEach(
            record ->
                zone.computeIfAbsent("_dmarc." + record[0], _ -> new ArrayList<>())
                    .add("v=DMARC1; " + record[1]));
    Dns dns =
        (name, _) -> {
          asked.add(name.text());
          return zone.containsKey(name.text())
              ? new DnsAnswer.Found(zone.get(name.text()))
              : new DnsAnswer.Nothing();
        };
    return new DmarcTreeWalk(dns);
  }
}
