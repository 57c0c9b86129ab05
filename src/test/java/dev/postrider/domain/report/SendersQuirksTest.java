package dev.postrider.domain.report;

import static dev.postrider.domain.report.ExampleMail.attached;
import static dev.postrider.domain.report.ExampleMail.mail;
import static dev.postrider.domain.report.ExampleMail.mixed;
import static dev.postrider.domain.report.ExampleMail.part;
import static dev.postrider.domain.report.HostileFile.gzip;
import static dev.postrider.domain.report.HostileFile.zip;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What real receivers send beside what the RFCs describe. All of it is one report of 170 messages,
/// if nothing else is said.
class SendersQuirksTest {
  private static final byte[] XML = bytes(ExampleReport.XML);

  @ParameterizedTest
  @CsvSource({
    "1793491200.0, 1793577599.0",
    "1793491200.665812765, 1793577599.999999",
    "1793491200., 1793577599"
  })
  void secondsMayHaveDecimals(String begin, String end) {
    String xml =
        ExampleReport.XML.replace("1793491200<", begin + "<").replace("1793577599<", end + "<");

    AggregateReport report = only(bytes(xml));
    assertThat(report.begin()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(report.end()).isEqualTo(Instant.parse("2026-11-01T23:59:59Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1793491200.0.1", ".5", "1.79E9", "-1793491200.0", "tomorrow", ""})
  void whatIsNoNumberOfSecondsIsRefused(String begin) {
    assertThat(refusal(bytes(ExampleReport.XML.replace("1793491200<", begin + "<"))))
        .isEqualTo("a count or a time is not a number within bounds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<count>0</count>", "<count></count>", "<count/>", "<count> </count>", ""})
  void aRowOfNoMessageCountsNothing(String count) {
    String nothing = rowOfNothing(count);
    String alone =
        ExampleReport.XML.substring(0, ExampleReport.XML.indexOf("  <record>"))
            + nothing
            + "</feedback>";
    String beside = ExampleReport.XML.replace("</feedback>", nothing + "</feedback>");

    assertThat(only(bytes(alone)).rows()).isEmpty();
    assertThat(only(bytes(beside))).isEqualTo(only(XML));
    assertThat(summary(bytes(alone)).total()).isZero();
  }

  @Test
  void resultsAndDispositionsMayHaveAnyCase() {
    String xml =
        ExampleReport.XML
            .replace(">none</disposition>", ">None</disposition>")
            .replace(">pass<", ">Pass<")
            .replace(">fail<", ">FAIL<");

    assertThat(summary(bytes(xml)).messages()).isEqualTo(summary(XML).messages());
    assertThat(summary(bytes(xml)).sources()).allMatch(source -> source.refused() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n\r\n", " \t\n"})
  void blankLinesMayComeFirst(String blank) {
    assertThat(only(bytes(blank + ExampleReport.XML))).isEqualTo(only(XML));
    assertThat(only(gzip(bytes(blank + ExampleReport.XML)))).isEqualTo(only(XML));
    assertThat(only(zip(1, _ -> "r.xml", bytes(blank + ExampleReport.XML)))).isEqualTo(only(XML));
    assertThat(only(bytes(blank + ExampleMail.gzipped()))).isEqualTo(only(XML));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"__MACOSX/._report.xml", "._report.xml", ".DS_Store", "README", "README.txt"})
  void whatElseIsInAnArchiveIsPassedOver(String name) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(name, bytes("\0\5\26\7 This archive has a DMARC report in it"));
    files.put("folder/", new byte[0]);
    files.put("report.xml", XML);

    assertThat(only(archive(files))).isEqualTo(only(XML));
    files.remove("report.xml");
    assertThat(refusal(archive(files))).isEqualTo("the archive has no report in it");
  }

  @Test
  void anArchiveMayBeInAnother() {
    assertThat(only(zip(1, _ -> "report.xml.gz", gzip(XML)))).isEqualTo(only(XML));
    assertThat(only(zip(1, _ -> "no-extension", gzip(XML)))).isEqualTo(only(XML));
    assertThat(only(zip(1, _ -> "r.zip", zip(1, _ -> "report.xml", XML)))).isEqualTo(only(XML));
    assertThat(only(gzip(gzip(XML)))).isEqualTo(only(XML));
    assertThat(only(gzip(zip(1, _ -> "report.xml", XML)))).isEqualTo(only(XML));
    assertThat(only(bytes(mixed(attached("application/zip", gzip(gzip(XML)))))))
        .isEqualTo(only(XML));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 256})
  void anArchiveMayHaveManyReports(int reports) {
    assertThat(reports(zip(reports, i -> "r" + i + ".xml", XML))).hasSize(reports);
    assertThat(
            reports(
                bytes(
                    mixed(attached("application/zip", zip(reports, i -> "r" + i + ".xml", XML))))))
        .hasSize(reports);
  }

  @Test
  void theFilesOfAllArchivesInAMailHaveOneBound() {
    byte[] most = zip(200, i -> "r" + i + ".xml", XML);

    assertThat(refusal(zip(257, i -> "r" + i + ".xml", XML)))
        .isEqualTo("the archive has more than 256 files");
    assertThat(refusal(bytes(mixed(attached("a/zip", most), attached("a/zip", most)))))
        .isEqualTo("the archive has more than 256 files");
    assertThat(refusal(zip(200, i -> "r" + i + ".zip", zip(2, i -> "r" + i + ".xml", XML))))
        .isEqualTo("the archive has more than 256 files");
  }

  @Test
  void aStoredFileMayHaveItsLengthBehindIt() {
    assertThat(only(StoredZip.of("report.xml", XML, StoredZip.checksum(XML)))).isEqualTo(only(XML));
    byte[] gzip = gzip(XML);
    assertThat(only(StoredZip.of("report.xml.gz", gzip, StoredZip.checksum(gzip))))
        .isEqualTo(only(XML));
    assertThat(only(StoredZip.of("rapport-\u00e9.xml", XML, StoredZip.checksum(XML))))
        .as("a name in the sender's own encoding")
        .isEqualTo(only(XML));
  }

  @Test
  void aDamagedArchiveIsRefused() {
    byte[] zip = StoredZip.of("report.xml", XML, StoredZip.checksum(XML));

    assertThat(refusal(StoredZip.of("report.xml", XML, 42))).isEqualTo("the archive is damaged");
    assertThat(refusal(Arrays.copyOf(zip, zip.length - 30))).isEqualTo("the archive is damaged");
  }

  @Test
  void anArchiveOfTwoFilesOfOneNameIsRefused() {
    byte[] zip = zip(2, i -> "report" + i + ".xml", XML);
    String one = new String(zip, StandardCharsets.ISO_8859_1).replace("report1.xml", "report0.xml");

    assertThat(refusal(one.getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo("the archive has two files of one name");
  }

  @Test
  void aMailboxIsReadMailByMail() {
    String from = "From d@receiver.example Mon Nov  2 06:12:08 2026\n";
    String mail = ExampleMail.gzipped().replace("\r\n", "\n");
    String other = "Subject: Lunch\n\nHi,\n\nFrom here it is not far, at 12:30.\n\n";

    assertThat(reports(bytes(from + mail))).hasSize(1);
    assertThat(reports(bytes(from + other + from + mail + "\n" + from + mail))).hasSize(2);
    assertThat(reports(bytes("From - Mon Nov 02 06:12:08 2026\r\n" + ExampleMail.zipped())))
        .hasSize(1);
    assertThat(refusal(bytes(from + other))).isEqualTo("no report is attached to the mail");
    assertThat(refusal(bytes(from))).isEqualTo("no report is attached to the mail");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It goes on\nFrom here to there, at 12:30\nand back.\n",
        "It goes on.\n\nFrom here to there it is not far.\n"
      })
  void aLineOfAMailThatBeginsLikeAMailboxsDoesNotCutTheMail(String text) {
    String mail =
        mixed(part("text/plain", "", text), attached("application/gzip", gzip(XML)))
            .replace("\r\n", "\n");

    assertThat(only(bytes("From d@receiver.example Mon Nov  2 06:12:08 2026\n" + mail)))
        .isEqualTo(only(XML));
  }

  @Test
  void aMailboxMayHaveMoreReportsThanAMail() {
    String from = "From d@receiver.example Mon Nov  2 06:12:08 2026\n";
    String mail = ExampleMail.gzipped().replace("\r\n", "\n") + "\n";

    assertThat(reports(bytes((from + mail).repeat(300)))).hasSize(300);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boundary*0=\"=_s\";\n boundary*1=\"ep\"",
        "boundary*1=ep; boundary*0=\"=_s\"",
        "boundary*=us-ascii'en'%3D_sep",
        "BOUNDARY*0*=us-ascii''%3d_s;\n boundary*1=ep",
        "charset=utf-8; boundary = \"=_sep\""
      })
  void aBoundaryMayBeWrittenAsRfc2231Allows(String boundary) {
    String mail =
        ExampleMail.mixed(attached("application/gzip", gzip(XML)))
            .replace("\r\n", "\n")
            .replace("boundary=\"=_sep\"", boundary);
    assertThat(mail).contains(boundary);

    assertThat(only(bytes(mail))).isEqualTo(only(XML));
  }

  @Test
  void anAttachmentMayBeTypedAsAPage() {
    assertThat(only(bytes(mixed(attached("text/html; name=r.xml.gz", gzip(XML))))))
        .isEqualTo(only(XML));
    assertThat(only(bytes(mixed(part("text/html", "", ExampleReport.XML))))).isEqualTo(only(XML));
    assertThat(only(bytes(mixed(attached("text/html", zip(1, _ -> "r.xml", XML))))))
        .isEqualTo(only(XML));
    String page = "<?xml version=\"1.0\"?><html><body>Your report</body></html>";
    assertThat(
            only(
                bytes(mixed(part("text/html", "", page), attached("application/gzip", gzip(XML))))))
        .isEqualTo(only(XML));
    assertThat(refusal(bytes(mail("Content-Type: text/html\n\n" + page))))
        .isEqualTo("no report is attached to the mail");
  }

  @Test
  void reasonsAreReadWithTheirRow() {
    String reasons =
        "<reason><type>local_policy</type><comment>arc=pass</comment></reason>"
            + "<reason><type>mailing_list</type></reason><reason/>";
    String xml =
        ExampleReport.XML.replaceFirst(
            "</spf>\\s*</policy_evaluated>", "</spf>" + reasons + "</policy_evaluated>");

    List<AggregateReport.Row> rows = only(bytes(xml)).rows();
    assertThat(rows.getFirst().overrides())
        .containsExactly(PolicyOverride.MAILING_LIST, PolicyOverride.ARC);
    assertThat(rows.subList(1, 4)).allMatch(row -> row.overrides().isEmpty());
  }

  private static String rowOfNothing(String count) {
    return """
        <record>
          <row>
            <source_ip/>%s
            <policy_evaluated><disposition>none</disposition><dkim/><spf/></policy_evaluated>
          </row>
          <identifiers><header_from/></identifiers><auth_results/>
        </record>
        """
        .formatted(count);
  }

  private static byte[] archive(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static ReportSummary summary(byte[] file) {
    return ReportSummary.of(reports(file), new OwnMail(Set.of()));
  }

  private static AggregateReport only(byte[] file) {
    assertThat(reports(file)).hasSize(1);
    return reports(file).getFirst();
  }

  private static List<AggregateReport> reports(byte[] file) {
    return switch (read(file)) {
      case ReadReport.Read read -> read.reports();
      case ReadReport.Refused(String why) -> throw new AssertionError(why);
    };
  }

  private static String refusal(byte[] file) {
    return switch (read(file)) {
      case ReadReport.Read read -> throw new AssertionError(read.reports().size() + " reports");
      case ReadReport.Refused(String why) -> why;
    };
  }

  private static ReadReport read(byte[] file) {
    return ReportFile.read(new ByteArrayInputStream(file), Bounds.USUAL);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
