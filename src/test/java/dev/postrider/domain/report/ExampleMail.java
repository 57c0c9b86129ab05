package dev.postrider.domain.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.provider.Arguments;

/// Mail such as receivers send their reports in, as SES puts it into a bucket.
public final class ExampleMail {
  /// The parts of a mail that SES writes before what came.
  private static final String HEADER =
      """
      Return-Path: <noreply-dmarc@receiver.example>
      Received: from mail.receiver.example (mail.receiver.example [192.0.2.25])
       by inbound-smtp.eu-west-1.amazonaws.com with SMTP id o3vrnil0e2ic28tr0nkbhl3v4rp9vdkrhuq8ks81
       for dmarc@dmarc-reports.example.com; Mon, 02 Nov 2026 06:12:08 +0000 (UTC)
      X-SES-Spam-Verdict: PASS
      X-SES-Virus-Verdict: PASS
      Authentication-Results: amazonses.com; spf=pass; dkim=pass; dmarc=pass
      From: noreply-dmarc@receiver.example
      To: dmarc@dmarc-reports.example.com
      Subject: Report domain: example.com Submitter: receiver.example Report-ID: 20261101.1
      MIME-Version: 1.0
      """;

  private ExampleMail() {}

  /// A text, and the report as `.gz`.
  public static String gzipped() {
    return mixed(
        part("text/plain; charset=utf-8", "", "This is a DMARC aggregate report.\n"),
        attached("application/gzip", gzip(ExampleReport.XML)));
  }

  /// The whole mail is the report, as `.zip`.
  public static String zipped() {
    return mail(attached("application/zip; name=\"r.zip\"", zip(ExampleReport.XML)));
  }

  /// A mail for each hostile file that is attached to it, and what the reader says to it.
  public static Stream<Arguments> hostile() {
    return Stream.of(HostileFile.values())
        .filter(file -> file != HostileFile.MAIL_OF_BOMBS)
        .map(
            file ->
                Arguments.argumentSet(
                    file.name(),
                    mixed(attached("application/octet-stream", file.content())),
                    file.refusal));
  }

  /// A mail of the given header fields and content.
  public static String mail(String rest) {
    return crlf(HEADER + rest);
  }

  /// A mail of several parts.
  public static String mixed(String... parts) {
    return mail(multipart("=_sep", parts));
  }

  static String multipart(String boundary, String... parts) {
    return "Content-Type: multipart/mixed;\n boundary=\""
        + boundary
        + "\"\n\nA preamble.\n--"
        + boundary
        + "\n"
        + String.join("\n--" + boundary + "\n", parts)
        + "\n--"
        + boundary
        + "--\nAn epilogue.\n";
  }

  static String attached(String type, byte[] content) {
    String base64 = Base64.getMimeEncoder().encodeToString(content);
    return part(type, "base64", base64 + "\n");
  }

  static String part(String type, String encoding, String content) {
    return "Content-Type: "
        + type
        + "\n"
        + (encoding.isEmpty() ? "" : "Content-Transfer-Encoding: " + encoding + "\n")
        + "Content-Disposition: attachment; filename=\"receiver.example!example.com!1!2.xml.gz\"\n\n"
        + content;
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] zip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("report.xml"));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String crlf(String text) {
    return text.replace("\r\n", "\n").replace("\n", "\r\n");
  }
}
