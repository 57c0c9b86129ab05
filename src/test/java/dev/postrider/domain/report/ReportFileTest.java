package dev.postrider.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFileTest {
  private static final Bounds SMALL = new Bounds(100_000, 3, 50, 8, 5);

  @Test
  void plainXmlIsRead() {
    AggregateReport report = only(read(bytes(ExampleReport.XML)));

    assertThat(report.reporter()).isEqualTo("receiver.example");
    assertThat(report.begin()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(report.domain()).isEqualTo("example.com");
    assertThat(report.published()).isEqualTo(new AggregateReport.Published("none", "none", false));
    assertThat(report.rows()).hasSize(4);
    assertThat(report.rows().getFirst())
        .isEqualTo(
            new AggregateReport.Row(
                "54.240.7.1",
                120,
                "none",
                true,
                true,
                "example.com",
                List.of(
                    new AggregateReport.Result("example.com", "tokenone", "pass"),
                    new AggregateReport.Result("amazonses.com", "ses", "pass")),
                List.of(new AggregateReport.Result("mail.example.com", null, "pass"))));
  }

  @Test
  void whatTheRecordAskedForIsRead() {
    assertThat(published("<p>reject</p>"))
        .isEqualTo(new AggregateReport.Published("reject", "reject", false));
    assertThat(published("<p>reject</p><sp>none</sp><pct>100</pct><testing>n</testing>"))
        .isEqualTo(new AggregateReport.Published("reject", "none", false));
    assertThat(published("<p>reject</p><pct>50</pct>").partly()).isTrue();
    assertThat(published("<p>reject</p><testing>y</testing>").partly()).isTrue();
  }

  @Test
  void gzipAndZipAreReadByTheirFirstBytes() throws IOException {
    assertThat(only(read(gzip(bytes(ExampleReport.XML)))))
        .isEqualTo(only(read(bytes(ExampleReport.XML))));
    assertThat(only(read(zip(1, bytes(ExampleReport.XML)))))
        .isEqualTo(only(read(bytes(ExampleReport.XML))));
  }

  @Test
  void aReportInANamespaceIsReadToo() {
    String xml =
        ExampleReport.XML.replace(
            "<feedback>", "<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\">");
    assertThat(only(read(bytes(xml))).rows()).hasSize(4);
  }

  @Test
  void everyEncodingThatXmlDeclaresIsRead() {
    String text = ExampleReport.XML.replace("receiver.example</org", "r\u00e9ceveur</org");
    String latin = text.replace("encoding=\"UTF-8\"", "encoding='iso-8859-1'");
    String unknown = text.replace("UTF-8", "no-such-charset");

    for (byte[] xml :
        List.of(
            bytes(text),
            bytes("\ufeff" + text),
            text.replace("UTF-8", "UTF-16").getBytes(StandardCharsets.UTF_16),
            latin.getBytes(StandardCharsets.ISO_8859_1))) {
      assertThat(only(read(xml)).reporter()).isEqualTo("r\u00e9ceveur");
    }
    assertThat(only(read(text.getBytes(StandardCharsets.ISO_8859_1))).reporter())
        .isEqualTo("r\ufffdceveur");
    assertThat(refusal(bytes(unknown))).isEqualTo("its encoding is not known");
  }

  @Test
  void aDocumentTypeIsRefusedWithItsEntities() {
    String outside =
        "<!DOCTYPE feedback [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
            + "<feedback><report_metadata><org_name>&x;</org_name></report_metadata></feedback>";
    String laughs =
        "<!DOCTYPE feedback [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
            + "<feedback>&b;</feedback>";

    assertThat(refusal(bytes(outside))).isEqualTo("it declares a document type or entities");
    assertThat(refusal(bytes(laughs))).isEqualTo("it declares a document type or entities");
  }

  @Test
  void bombsAreStoppedAtTheBound() throws IOException {
    byte[] big = bytes("<feedback>" + " ".repeat(2_000_000) + "</feedback>");
    assertThat(refusal(gzip(big))).isEqualTo("it unfolds to more than the bound");
    assertThat(refusal(zip(1, big))).isEqualTo("it unfolds to more than the bound");
    assertThat(refusal(zip(4, bytes(ExampleReport.XML))))
        .isEqualTo("the archive has more than 3 files");
  }

  @Test
  void whatIsSkippedInAnArchiveIsNotEvenUnpacked() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("folder/"));
      zip.write(new byte[2_000_000]);
    }

    assertThat(refusal(out.toByteArray())).isEqualTo("the archive has no report in it");
  }

  @Test
  void aGzipFileOfManyEmptyPartsIsRefused() throws IOException {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    byte[] empty = gzip(new byte[0]);
    for (int i = 0; i < 200_000; i++) {
      parts.write(empty);
    }

    assertThat(refusal(parts.toByteArray())).isNotEmpty();
  }

  /// Sixteen megabytes of names that no other element has would be many times that.
  @Test
  void elementsThatNobodyNeedsAreNotKept() throws BrokenReport {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<String> paths =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "feedback/record/" + (i % 2 == 0 ? "x" : "auth_results/dkim/x") + i)
            .toList();
    ReportBuilder report = new ReportBuilder(new Budget(SMALL));
    report.element(paths.getFirst(), "");

    long before = threads.getCurrentThreadAllocatedBytes();
    for (String path : paths) {
      report.element(path, "");
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  /// The parser keeps each.
  @ParameterizedTest
  @ValueSource(strings = {"<x%d/>", "<x a%d=''/>", "<p%1$d:x xmlns:p%1$d='u'/>", "<?x%d?>"})
  void namesThatNoReportHasHaveABound(String element) {
    String names =
        IntStream.range(0, 250).mapToObj(i -> element.formatted(i)).collect(Collectors.joining());

    assertThat(refusal(bytes("<feedback>" + names + "</feedback>")))
        .isEqualTo("it has more than 200 names of elements");
  }

  @Test
  void depthRowsAndResultsHaveBounds() {
    assertThat(refusal(bytes("<feedback>" + "<a>".repeat(9))))
        .isEqualTo("its elements are nested too deep");
    String row = "<record><row><count>1</count></row></record>";
    assertThat(refusal(bytes("<feedback>" + row.repeat(51) + "</feedback>")))
        .isEqualTo("it has more than 50 rows");
    String results = "<auth_results>" + "<dkim></dkim>".repeat(6) + "</auth_results>";
    assertThat(refusal(bytes("<feedback><record>" + results + "</record></feedback>")))
        .isEqualTo("a row has more than 5 results");
  }

  @Test
  void whatIsNoReportIsRefused() throws IOException {
    assertThat(refusal(bytes("<html></html>"))).isEqualTo("it is not a DMARC report");
    assertThat(refusal(bytes("<feedback></feedback>"))).isEqualTo("it names no domain");
    assertThat(refusal(bytes("not xml"))).isEqualTo("it is not well-formed XML");
    assertThat(refusal(bytes(""))).isEqualTo("it is not well-formed XML");
    assertThat(refusal(zip(0, new byte[0]))).isNotEmpty();
    byte[] cut = gzip(bytes(ExampleReport.XML));
    assertThat(refusal(Arrays.copyOf(cut, cut.length / 2))).isNotEmpty();
    assertThat(refusal(bytes(ExampleReport.XML.replace("<count>120", "<count>-120"))))
        .isEqualTo("a count or a time is not a number within bounds");
  }

  private static AggregateReport.Published published(String policy) {
    return only(read(bytes(ExampleReport.XML.replace("<p>none</p><sp>none</sp>", policy))))
        .published();
  }

  private static ReadReport read(byte[] file) {
    return ReportFile.read(new ByteArrayInputStream(file), SMALL);
  }

  private static AggregateReport only(ReadReport read) {
    assertThat(read).isInstanceOf(ReadReport.Read.class);
    return ((ReadReport.Read) read).reports().getFirst();
  }

  private static String refusal(byte[] file) {
    ReadReport read = read(file);
    assertThat(read).isInstanceOf(ReadReport.Refused.class);
    return ((ReadReport.Refused) read).why();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] zip(int entries, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < entries; i++) {
        zip.putNextEntry(new ZipEntry("report" + i + ".xml"));
        zip.write(content);
      }
    }
    return out.toByteArray();
  }
}
