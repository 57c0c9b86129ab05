package dev.postrider.domain.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Files that cost a reader without bounds seconds, or all memory; each is at most a few megabytes
/// on its way. They are made here, so that nobody has to keep them.
enum HostileFile {
  NAMESPACES_OF_ONE_ELEMENT("an element has more than 200 attributes") {
    @Override
    byte[] content() {
      return xml("<feedback" + repeated(100_000, i -> " xmlns:n" + i + "='u'") + "/>");
    }
  },
  NAMESPACES_OF_ONE_PREFIX("it declares more than 1 MB of namespaces") {
    @Override
    byte[] content() {
      String element = "<a xmlns:n='" + "u".repeat(1_000) + "'/>";
      return gzip(xml("<feedback>" + element.repeat(10_000) + "</feedback>"));
    }
  },
  ONE_LONG_NAMESPACE("it declares more than 1 MB of namespaces") {
    @Override
    byte[] content() {
      return gzip(xml("<feedback xmlns='" + "u".repeat(60 << 20) + "'/>"));
    }
  },
  ATTRIBUTES_OF_ONE_ELEMENT("an element has more than 200 attributes") {
    @Override
    byte[] content() {
      return xml("<feedback" + repeated(100_000, i -> " a" + i + "=''") + "/>");
    }
  },
  LONG_NAMES_AROUND_SMALL_ELEMENTS("it names no domain") {
    @Override
    byte[] content() {
      String names =
          IntStream.range(0, 10).mapToObj(i -> longName(i)).collect(Collectors.joining("><"));
      String close =
          IntStream.range(0, 10)
              .map(i -> 9 - i)
              .mapToObj(i -> longName(i))
              .collect(Collectors.joining("></"));
      return gzip(
          xml(
              "<feedback><"
                  + names
                  + ">"
                  + "<a/>".repeat(3_000_000)
                  + "</"
                  + close
                  + "></feedback>"));
    }

    private String longName(int i) {
      return "n" + i + "x".repeat(900);
    }
  },
  ONE_LONG_COMMENT("it names no domain") {
    @Override
    byte[] content() {
      return gzip(xml("<feedback><!--" + "c".repeat(60 << 20) + "--></feedback>"));
    }
  },
  ROWS_OF_RESULTS("it has more than 1000000 results") {
    @Override
    byte[] content() {
      String row =
          "<record><row><count>1</count></row><auth_results>"
              + "<spf/>".repeat(100)
              + "</auth_results></record>";
      return gzip(xml("<feedback>" + row.repeat(90_000) + "</feedback>"));
    }
  },
  ROWS_THAT_COUNT_NOTHING("it has more than 200000 rows") {
    @Override
    byte[] content() {
      return gzip(xml("<feedback>" + "<record/>".repeat(6_000_000) + "</feedback>"));
    }
  },
  FOLDERS_WITH_CONTENT("the archive has no report in it") {
    @Override
    byte[] content() {
      return zip(4, i -> "folder" + i + "/", new byte[60 << 20]);
    }
  },
  MANY_ENTRIES("the archive has more than 256 files") {
    @Override
    byte[] content() {
      return zip(200_000, i -> Integer.toString(i), new byte[0]);
    }
  },
  ARCHIVES_IN_ARCHIVES("it is packed more than 2 times") {
    @Override
    byte[] content() {
      return zip(16, i -> i + ".zip", zip(16, i -> i + ".zip", zip(1, i -> "r.xml", bomb())));
    }
  },
  ARCHIVES_THAT_SHARE_THE_BOUND("it unfolds to more than the bound") {
    @Override
    byte[] content() {
      return zip(20, i -> i + ".xml.gz", paddedReport());
    }
  },
  GZIP_IN_GZIP_IN_GZIP("it is packed more than 2 times") {
    @Override
    byte[] content() {
      return gzip(gzip(gzip(bomb())));
    }
  },
  BLANKS_BEFORE_A_REPORT("it is not well-formed XML") {
    @Override
    byte[] content() {
      return gzip(xml("\n".repeat(10_000) + ExampleReport.XML));
    }
  },
  EMPTY_GZIP_MEMBERS("it broke a parser (StackOverflowError)") {
    @Override
    byte[] content() {
      ByteArrayOutputStream members = new ByteArrayOutputStream();
      Collections.nCopies(200_000, gzip(new byte[0])).forEach(members::writeBytes);
      return members.toByteArray();
    }
  },
  MAIL_OF_BOMBS("it unfolds to more than the bound") {
    @Override
    byte[] content() {
      String base64 = Base64.getMimeEncoder().encodeToString(paddedReport());
      String part = "Content-Transfer-Encoding: base64\r\n\r\n" + base64 + "\r\n--b\r\n";
      return ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + part.repeat(15))
          .getBytes(StandardCharsets.ISO_8859_1);
    }
  };

  /// What the reader says to it.
  final String refusal;

  HostileFile(String refusal) {
    this.refusal = refusal;
  }

  abstract byte[] content();

  /// A report of ten megabytes, packed.
  private static byte[] paddedReport() {
    return gzip(xml(ExampleReport.XML + " ".repeat(10 << 20)));
  }

  private static byte[] bomb() {
    return new byte[60 << 20];
  }

  private static byte[] xml(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String repeated(int times, IntFunction<String> part) {
    return IntStream.range(0, times).mapToObj(part).collect(Collectors.joining());
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// Files of one content; a folder has it too.
  static byte[] zip(int files, IntFunction<String> name, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < files; i++) {
        zip.putNextEntry(new ZipEntry(name.apply(i)));
        zip.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
