package dev.postrider.domain.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/// Reads a report as receivers send it: XML, gzip or ZIP, told apart by the first bytes.
public final class ReportFile {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int ZIP_MAGIC = 0x504b;

  private ReportFile() {}

  /// Reads and closes the stream. Never throws for what is in it.
  public static ReadReport read(InputStream file, Bounds bounds) {
    try (BufferedInputStream in = new BufferedInputStream(file)) {
      return new ReadReport.Read(
          switch (magic(in)) {
            case GZIP_MAGIC -> List.of(plain(new GZIPInputStream(in), bounds));
            case ZIP_MAGIC -> zipped(new ZipInputStream(in), bounds);
            default -> List.of(plain(in, bounds));
          });
    } catch (BrokenReport e) {
      return new ReadReport.Refused(e.why());
    } catch (ZipException e) {
      return new ReadReport.Refused("the archive is damaged");
    } catch (IOException e) {
      return new ReadReport.Refused("it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static int magic(BufferedInputStream in) throws IOException {
    in.mark(2);
    int magic = (in.read() << 8) | in.read();
    in.reset();
    return magic;
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
    }
    if (reports.isEmpty()) {
      throw new BrokenReport("the archive has no file in it");
    }
    return reports;
  }
}
