package dev.postrider.domain.report;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A ZIP archive, read by its directory as every program for archives does. So a file that is
/// stored with its length behind it is read, and what nobody needs is not unpacked. The JDK's
/// reader wants a file on disk: the archive is one for as long as it is opened.
final class ZipArchive implements AutoCloseable {
  /// A file in the archive.
  record File(ZipEntry entry) {
    boolean isNamedXml() {
      return entry.getName().toLowerCase(Locale.ROOT).endsWith(".xml");
    }

    /// A folder, or what a Mac keeps beside each file.
    private boolean isOfTheSystem() {
      String name = entry.getName();
      String last = name.substring(name.lastIndexOf('/') + 1);
      return entry.isDirectory() || name.startsWith("__MACOSX/") || last.startsWith(".");
    }
  }

  private final ZipFile zip;

  private ZipArchive(ZipFile zip) {
    this.zip = zip;
  }

  /// @throws BrokenReport when it has more files than the budget, or two of one name
  static ZipArchive of(InputStream in, Budget budget) throws IOException {
    Path file = Files.createTempFile("postrider-report", ".zip");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        new BudgetedInput(in, budget.forArchive()).transferTo(out);
      }
      // Some names are in the sender's own encoding: as Latin-1 each is read.
      ZipArchive archive =
          new ZipArchive(
              new ZipFile(
                  file.toFile(),
                  ZipFile.OPEN_READ | ZipFile.OPEN_DELETE,
                  StandardCharsets.ISO_8859_1));
      try {
        archive.check(budget);
      } catch (BrokenReport e) {
        archive.close();
        throw e;
      }
      return archive;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /// By name, a file is opened; of two with one name the JDK opens one.
  private void check(Budget budget) throws BrokenReport {
    budget.archive(zip.size());
    Set<String> names = new HashSet<>();
    for (File file : files()) {
      if (!names.add(file.entry.getName())) {
        throw new BrokenReport("the archive has two files of one name");
      }
    }
  }

  /// All but folders and the system's own.
  List<File> files() {
    return Collections.list(zip.entries()).stream()
        .map(File::new)
        .filter(file -> !file.isOfTheSystem())
        .toList();
  }

  /// Unpacks a file; what was damaged fails at its end.
  InputStream open(File file) throws IOException {
    CheckedInputStream checked =
        new CheckedInputStream(zip.getInputStream(file.entry), new CRC32());
    return new FilterInputStream(checked) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read < 0 && checked.getChecksum().getValue() != file.entry.getCrc()) {
          throw new ZipException("the checksum is another");
        }
        return read;
      }
    };
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
