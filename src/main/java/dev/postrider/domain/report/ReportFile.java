package dev.postrider.domain.report;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/// Reads a report as receivers send it: XML, gzip, ZIP, or the mail that one of these is attached
/// to, told apart by the first bytes.
public final class ReportFile {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int ZIP_MAGIC = 0x504b;
  private static final int LONGEST_START = 100;
  private static final Pattern HEADER_FIELD = Pattern.compile("[A-Za-z][!-9;-~]{0,76}:.*");

  private ReportFile() {}

  /// Reads and closes the stream. Never throws for what is in it.
  public static ReadReport read(InputStream file, Bounds bounds) {
    try (BufferedInputStream in = new BufferedInputStream(file)) {
      return new ReadReport.Read(isMail(start(in)) ? mailed(in, bounds) : content(in, bounds));
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
    String text =
        new String(start, 0, Math.min(start.length, LONGEST_START), StandardCharsets.UTF_8)
            .replace("\ufeff", "")
            .stripLeading();
    return text.startsWith("<?xml") || text.startsWith("<feedback");
  }

  private static boolean isMail(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return HEADER_FIELD.matcher(text.lines().findFirst().orElse("")).matches();
  }

  private static byte[] start(BufferedInputStream in) throws IOException {
    in.mark(LONGEST_START);
    byte[] start = in.readNBytes(LONGEST_START);
    in.reset();
    return start;
  }

  private static List<AggregateReport> mailed(InputStream in, Bounds bounds) throws IOException {
    List<AggregateReport> reports = new ArrayList<>();
    for (byte[] attached : ReportMail.attachments(in, bounds)) {
      reports.addAll(content(new BufferedInputStream(new ByteArrayInputStream(attached)), bounds));
    }
    if (reports.isEmpty()) {
      throw new BrokenReport("no report is attached to the mail");
    }
    return reports;
  }

  private static List<AggregateReport> content(BufferedInputStream in, Bounds bounds)
      throws IOException {
    return switch (magic(start(in))) {
      case GZIP_MAGIC -> List.of(plain(new GZIPInputStream(in), bounds));
      case ZIP_MAGIC -> zipped(new ZipInputStream(in), bounds);
      default -> List.of(plain(in, bounds));
    };
  }

  private static AggregateReport plain(InputStream in, Bounds bounds) throws IOException {
    return new ReportXml(bounds).read(new BoundedInput(in, bounds.xmlBytes()));
  }

  private static List<AggregateReport> zipped(ZipInputStream zip, Bounds bounds)
      throws IOException {
    List<AggregateReport> reports = new ArrayList<>();
    BoundedInput all = new BoundedInput(zip, bounds.xmlBytes());
    int entries = 0;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (++entries > bounds.entries()) {
        throw new BrokenReport("the archive has more than " + bounds.entries() + " files");
      }
      if (!entry.isDirectory()) {
        reports.add(new ReportXml(bounds).read(all));
      }
      // The next entry is found by reading this one to its end: what is left of it counts too.
      all.transferTo(OutputStream.nullOutputStream());
    }
    if (reports.isEmpty()) {
      throw new BrokenReport("the archive has no file in it");
    }
    return reports;
  }

  /// Fails once more bytes were read than allowed, so that a small archive cannot unfold for ever.
  private static final class BoundedInput extends FilterInputStream {
    private long left;

    BoundedInput(InputStream in, long most) {
      super(in);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      return next < 0 ? next : count(1, next);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      return read < 0 ? read : count(read, read);
    }

    /// Closes nothing: an XML parser closes what it has read to the end, and the archive goes on.
    @Override
    public void close() {}

    private int count(int bytes, int result) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new BrokenReport("it unfolds to more than the bound");
      }
      return result;
    }
  }
}
