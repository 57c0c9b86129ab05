package dev.postrider.domain.report;

import static dev.postrider.domain.report.ExampleMail.attached;
import static dev.postrider.domain.report.ExampleMail.gzip;
import static dev.postrider.domain.report.ExampleMail.mail;
import static dev.postrider.domain.report.ExampleMail.mixed;
import static dev.postrider.domain.report.ExampleMail.multipart;
import static dev.postrider.domain.report.ExampleMail.part;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportMailTest {
  private static final Bounds SMALL = new Bounds(100_000, 3, 50, 8, 5);

  @Test
  void anAttachedArchiveIsRead() {
    assertThat(reports(ExampleMail.gzipped())).isEqualTo(1);
  }

  @Test
  void aMailThatIsNothingButTheArchiveIsRead() {
    assertThat(reports(ExampleMail.zipped())).isEqualTo(1);
  }

  @Test
  void anArchiveThatIsCalledSomethingElseIsKnownByItsFirstBytes() {
    assertThat(reports(mixed(attached("image/png", gzip(ExampleReport.XML))))).isEqualTo(1);
  }

  @Test
  void plainXmlIsReadInEveryEncoding() {
    byte[] xml = ExampleReport.XML.getBytes(StandardCharsets.UTF_8);
    String quoted = ExampleReport.XML.replace("=", "=3D").replace("<row>", "<r=  \now>");

    assertThat(reports(mixed(part("text/xml", "", ExampleReport.XML)))).isEqualTo(1);
    assertThat(reports(mixed(part("text/xml", "Quoted-Printable", quoted)))).isEqualTo(1);
    assertThat(reports(mixed(attached("application/xml", xml)))).isEqualTo(1);
  }

  @Test
  void aReportInPartsOfPartsAndInAForwardedMailIsRead() {
    String inner = multipart("=_sep_inner", attached("application/gzip", gzip(ExampleReport.XML)));

    assertThat(reports(mixed(part("text/plain", "", "see below"), inner))).isEqualTo(1);
    assertThat(reports(mixed(part("message/rfc822", "", ExampleMail.gzipped())))).isEqualTo(1);
  }

  @Test
  void severalReportsInAMailCountEach() {
    String other = ExampleReport.XML.replace("20261101.1", "20261102.1");

    assertThat(
            reports(
                mixed(
                    attached("application/gzip", gzip(ExampleReport.XML)),
                    attached("application/gzip", gzip(other)))))
        .isEqualTo(2);
  }

  @Test
  void aMailWithoutAReportIsRefused() {
    String none = "no report is attached to the mail";

    assertThat(refusal(mail("\nHello"))).isEqualTo(none);
    assertThat(refusal(mail("Content-Type: text/html\n\n<?xml version=\"1.0\"?><html/>")))
        .isEqualTo(none);
    assertThat(refusal(mixed(part("application/gzip", "base64", "!!! no base64")))).isEqualTo(none);
    assertThat(refusal(mail("Content-Type: multipart/mixed\n\n--\n\nx\n----\n"))).isEqualTo(none);
    assertThat(refusal("Subject: no end of the header")).isEqualTo(none);
  }

  @Test
  void whatIsHostileInAnArchiveIsHostileInAMailToo() {
    String bomb = "<feedback>" + " ".repeat(2_000_000) + "</feedback>";
    String entity = "<?xml version=\"1.0\"?><!DOCTYPE feedback [<!ENTITY a \"b\">]><feedback/>";

    assertThat(refusal(mixed(attached("application/gzip", gzip(bomb)))))
        .isEqualTo("it unfolds to more than the bound");
    assertThat(refusal(mixed(attached("application/gzip", gzip(entity)))))
        .isEqualTo("it declares a document type or entities");
  }

  @Test
  void depthPartsAttachmentsAndSizeHaveBounds() {
    String deep = part("text/plain", "", "x");
    for (int i = 0; i < 5; i++) {
      deep = multipart("b" + i, deep);
    }
    assertThat(refusal(mail(deep))).isEqualTo("the mail's parts are nested too deep");
    String forwards = "Content-Type: message/rfc822\n\n".repeat(100_000);
    assertThat(refusal(mail(forwards))).isEqualTo("the mail's parts are nested too deep");
    String[] parts = Collections.nCopies(1_001, "\nx").toArray(String[]::new);
    assertThat(refusal(mixed(parts))).isEqualTo("the mail has more than 1000 parts");
    String[] reports =
        Collections.nCopies(4, attached("a/b", gzip(ExampleReport.XML))).toArray(String[]::new);
    assertThat(refusal(mixed(reports))).isEqualTo("the mail has more than 3 reports");
    assertThat(why(ReportFile.read(new Endless("Subject: "), SMALL)))
        .isEqualTo("the mail is larger than the bound");
  }

  @Test
  void noMailHoweverDamagedBreaksTheReader() {
    Random random = new Random(7);
    byte[][] good = {
      ExampleMail.gzipped().getBytes(StandardCharsets.ISO_8859_1),
      ExampleMail.zipped().getBytes(StandardCharsets.ISO_8859_1),
      mixed(part("text/xml", "quoted-printable", ExampleReport.XML))
          .getBytes(StandardCharsets.ISO_8859_1)
    };
    for (int i = 0; i < 3_000; i++) {
      byte[] mail = good[i % good.length].clone();
      for (int change = random.nextInt(8); change >= 0; change--) {
        mail[random.nextInt(mail.length)] = (byte) random.nextInt(256);
      }
      mail = Arrays.copyOf(mail, random.nextInt(mail.length) + 1);
      assertThat(ReportFile.read(new ByteArrayInputStream(mail), SMALL))
          .as("change %d", i)
          .isInstanceOfAny(ReadReport.Read.class, ReadReport.Refused.class);
    }
  }

  private static int reports(String mail) {
    return switch (read(mail)) {
      case ReadReport.Read read -> read.reports().size();
      case ReadReport.Refused(String why) -> throw new AssertionError(why);
    };
  }

  private static String refusal(String mail) {
    return why(read(mail));
  }

  private static String why(ReadReport read) {
    assertThat(read).isInstanceOf(ReadReport.Refused.class);
    return ((ReadReport.Refused) read).why();
  }

  private static ReadReport read(String mail) {
    return ReportFile.read(
        new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)), SMALL);
  }

  /// A mail whose first line never ends.
  private static final class Endless extends InputStream {
    private final byte[] start;
    private int position;

    Endless(String start) {
      this.start = start.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int read() {
      return position < start.length ? start[position++] : 'x';
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      for (int i = 0; i < length; i++) {
        buffer[offset + i] = (byte) read();
      }
      return length;
    }
  }
}
