package dev.postrider.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Records of the MAIL FROM domain that do not stand where they are found.
class MailFromCheckTest {
  private static final String MX =
      "mail.example.com. 300 IN MX 10 feedback-smtp.eu-west-1.amazonses.com.";
  private static final String SPF =
      "mail.example.com. 300 IN TXT \"v=spf1 include:amazonses.com ~all\"";

  private final ExampleDomain example;

  MailFromCheckTest() throws IOException {
    example = new ExampleDomain();
  }

  @AfterEach
  void stop() throws IOException {
    example.close();
  }

  @Test
  void whatAnAliasLeadsToIsNotChangedThere() {
    example.without("mail 60").with("mail 60 IN CNAME host.example.net.");
    example
        .server()
        .zone(
            "example.net", "host 60 IN MX 10 mx.example.net.\nhost 60 IN TXT \"v=spf1 a -all\"\n");

    assertThat(mx().found().toString())
        .isEqualTo("10 mx.example.net, by a CNAME to host.example.net");
    assertThat(mx().action().toString())
        .isEqualTo("Delete the CNAME at mail.example.com, then publish: " + MX);
    assertThat(spf().action().toString())
        .isEqualTo("Delete the CNAME at mail.example.com, then publish: " + SPF);
  }

  @Test
  void anAliasThatLeadsToTheRightRecordsIsRight() {
    example.without("mail 60").with("mail 60 IN CNAME ses.example.com.");
    example.with("ses 60 IN MX 10 feedback-smtp.eu-west-1.amazonses.com.");
    example.with("ses 60 IN TXT \"v=spf1 include:amazonses.com ~all\"");

    assertThat(mx().verdict()).isEqualTo(Verdict.PASS);
    assertThat(spf().verdict()).isEqualTo(Verdict.PASS);

    example.without("ses 60 IN MX").with("ses 60 IN MX 20 feedback-smtp.eu-west-1.amazonses.com.");
    assertThat(mx().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void whatAWildcardAnswersIsPublishedAtTheNameItself() {
    example
        .without("mail 60")
        .with("* 60 IN MX 10 mx.example.com.")
        .with("* 60 IN TXT \"v=spf1 mx -all\"");

    assertThat(mx().found().toString())
        .isEqualTo("no record of its own; a wildcard record answers 10 mx.example.com");
    assertThat(mx().action().toString()).isEqualTo("Publish: " + MX);
    assertThat(spf().action().toString()).isEqualTo("Publish: " + SPF);
  }

  @Test
  void anAliasByAWildcardIsNotDeleted() {
    example.without("mail 60").with("* 60 IN CNAME sites.example.net.");
    example.server().zone("example.net", "sites 60 IN MX 10 mx.example.net.\n");

    assertThat(mx().action().toString()).isEqualTo("Publish: " + MX);
  }

  private Finding mx() {
    return example.check().of(Point.MAIL_FROM_MX).getFirst();
  }

  private Finding spf() {
    return example.check().of(Point.MAIL_FROM_SPF).getFirst();
  }
}
