package dev.postrider.domain.report;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Reads reports as receivers send them: XML, gzip, ZIP, the mail that one of these is attached to,
/// or a mailbox (mbox) of such mails, told apart by the first bytes. What is in an archive may be
/// an archive once more.
public final class ReportFile {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int ZIP_MAGIC = 0x504b;
  private static final int LONGEST_START = 1_000;

  private final Budget budget;
  private final List<AggregateReport> reports = new ArrayList<>();

  private ReportFile(Bounds bounds) {
    this.budget = new Budget(bounds);
  }

  /// Reads and closes the stream. Never throws for what is in it.
  public static ReadReport read(InputStream file, Bounds bounds) {
    ReportFile reading = new ReportFile(bounds);
    try (BufferedInputStream in = new BufferedInputStream(file)) {
      skipBlanks(in);
      if (ReportMail.isMail(start(in))) {
        reading.mails(in);
      } else {
        reading.content(in, 0);
      }
      return new ReadReport.Read(reading.reports);
    } catch (BrokenReport e) {
      return new ReadReport.Refused(String.valueOf(e.getMessage()));
    } catch (ZipException e) {
      return new ReadReport.Refused("the archive is damaged");
    } catch (IOException e) {
      return new ReadReport.Refused("it cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (RuntimeException | StackOverflowError e) {
      // A parser's defect, found by whoever sent the file: GZIPInputStream calls itself for each
      // empty part of a file.
      return new ReadReport.Refused("it broke a parser (" + e.getClass().getSimpleName() + ")");
    }
  }

  /// Whether it begins as gzip or ZIP does.
  static boolean isArchive(byte[] start) {
    return magic(start) == GZIP_MAGIC || magic(start) == ZIP_MAGIC;
  }

  private static int magic(byte[] start) {
    return start.length < 2 ? 0 : (start[0] & 0xff) << 8 | (start[1] & 0xff);
  }

  /// Whether it begins as the XML of a report does.
  static boolean isXml(byte[] start) {
    String text = text(start);
    return text.startsWith("<?xml") || text.startsWith("<feedback");
  }

  /// Whether it begins as a report does, and not only as any XML.
  static boolean isFeedback(byte[] start) {
    return isXml(start) && text(start).contains("feedback");
  }

  private static String text(byte[] start) {
    return new String(start, 0, Math.min(start.length, LONGEST_START), StandardCharsets.UTF_8)
        .replace("\ufeff", "")
        .stripLeading();
  }

  private static byte[] start(BufferedInputStream in) throws IOException {
    in.mark(LONGEST_START);
    byte[] start = in.readNBytes(LONGEST_START);
    in.reset();
    return start;
  }

  /// Passes over blank lines: neither a mail's header nor XML's declaration may come after one, but
  /// some programs write one.
  private static void skipBlanks(BufferedInputStream in) throws IOException {
    for (int blanks = 0; blanks < LONGEST_START; blanks++) {
      in.mark(1);
      int next = in.read();
      if (next != '\n' && next != '\r' && next != ' ' && next != '\t') {
        in.reset();
        return;
      }
    }
  }

  private void mails(InputStream in) throws IOException {
    for (ReportMail mail : ReportMail.all(in, budget)) {
      budget.nextMail();
      for (byte[] attached : mail.attachments()) {
        content(new ByteArrayInputStream(attached), 0);
      }
    }
    if (reports.isEmpty()) {
      throw new BrokenReport("no report is attached to the mail");
    }
  }

  /// @param layer how many archives it was unpacked from
  private void content(InputStream packed, int layer) throws IOException {
    BufferedInputStream in = new BufferedInputStream(packed);
    skipBlanks(in);
    switch (magic(start(in))) {
      case GZIP_MAGIC -> {
        budget.layer(layer + 1);
        content(new BudgetedInput(new GZIPInputStream(in), budget), layer + 1);
      }
      case ZIP_MAGIC -> {
        budget.layer(layer + 1);
        zipped(in, layer + 1);
      }
      default ->
          reports.add(new ReportXml(budget).read(layer == 0 ? new BudgetedInput(in, budget) : in));
    }
  }

  private void zipped(InputStream in, int layer) throws IOException {
    int before = reports.size();
    try (ZipArchive archive = ZipArchive.of(in, budget)) {
      for (ZipArchive.File file : archive.files()) {
        try (BufferedInputStream content =
            new BufferedInputStream(new BudgetedInput(archive.open(file), budget))) {
          skipBlanks(content);
          byte[] start = start(content);
          if (file.isNamedXml() || isArchive(start) || isXml(start)) {
            content(content, layer);
          }
        }
      }
    }
    if (reports.size() == before) {
      throw new BrokenReport("the archive has no report in it");
    }
  }
}
