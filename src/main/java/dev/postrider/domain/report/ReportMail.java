package dev.postrider.domain.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Finds the reports that are attached to a mail (RFC 7489, section 7.2.1.1). It knows as much of
/// MIME as that takes: parts, base64 and quoted-printable. What is a report is told by its first
/// bytes, since receivers name and type the attachment as they like.
///
/// Anyone can send such a mail: its size, depth, parts and attachments are bounded, and every byte
/// is looked at a bounded number of times.
final class ReportMail {
  /// What SES takes in at most.
  private static final int MOST_BYTES = 40 << 20;

  private static final int DEEPEST = 4;
  private static final int MOST_PARTS = 1_000;

  private final byte[] mail;
  private final int mostAttachments;
  private final List<byte[]> attachments = new ArrayList<>();
  private int parts;

  private ReportMail(byte[] mail, int mostAttachments) {
    this.mail = mail;
    this.mostAttachments = mostAttachments;
  }

  /// Reads the whole mail.
  ///
  /// @return what is attached and looks like a report, unpacked from its transfer encoding
  static List<byte[]> attachments(InputStream in, Bounds bounds) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new BrokenReport("the mail is larger than the bound");
    }
    ReportMail mail = new ReportMail(bytes, bounds.entries());
    mail.part(0, bytes.length, 0);
    return List.copyOf(mail.attachments);
  }

  private void part(int start, int end, int depth) throws BrokenReport {
    if (depth > DEEPEST) {
      throw new BrokenReport("the mail's parts are nested too deep");
    }
    if (++parts > MOST_PARTS) {
      throw new BrokenReport("the mail has more than " + MOST_PARTS + " parts");
    }
    MimeHeader header = MimeHeader.read(mail, start, end);
    if (header.isMultipart()) {
      multipart(header.boundary(), header.end(), end, depth);
    } else if (header.isMessage()) {
      part(header.end(), end, depth + 1);
    } else if (!header.isHtml()) {
      attachment(header, end);
    }
  }

  private void attachment(MimeHeader header, int end) throws BrokenReport {
    byte[] content = decoded(header.encoding(), Arrays.copyOfRange(mail, header.end(), end));
    if (!looksLikeReport(content)) {
      return;
    }
    if (attachments.size() >= mostAttachments) {
      throw new BrokenReport("the mail has more than " + mostAttachments + " reports");
    }
    attachments.add(content);
  }

  /// Splits at lines that begin with two hyphens and the boundary; what comes before the first and
  /// after the last is not a part.
  private void multipart(String boundary, int start, int end, int depth) throws BrokenReport {
    byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    int partStart = -1;
    for (int line = start; line < end; line = nextLine(mail, line, end)) {
      if (boundary.isEmpty() || !startsWith(line, end, delimiter)) {
        continue;
      }
      if (partStart >= 0) {
        part(partStart, Math.max(partStart, withoutLineEnd(line)), depth + 1);
      }
      int after = line + delimiter.length;
      if (after + 1 < end && mail[after] == '-' && mail[after + 1] == '-') {
        return;
      }
      partStart = nextLine(mail, line, end);
    }
    if (partStart >= 0) {
      part(partStart, end, depth + 1);
    }
  }

  private boolean startsWith(int at, int end, byte[] prefix) {
    return at + prefix.length <= end
        && Arrays.equals(mail, at, at + prefix.length, prefix, 0, prefix.length);
  }

  /// The line break before a delimiter belongs to the delimiter.
  private int withoutLineEnd(int at) {
    int end = at > 0 && mail[at - 1] == '\n' ? at - 1 : at;
    return end > 0 && mail[end - 1] == '\r' ? end - 1 : end;
  }

  static int nextLine(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return end;
  }

  private static boolean looksLikeReport(byte[] content) {
    return ReportFile.isArchive(content) || ReportFile.isXml(content);
  }

  private static byte[] decoded(String encoding, byte[] body) {
    return switch (encoding) {
      case "base64" -> base64(body);
      case "quoted-printable" -> quotedPrintable(body);
      default -> body;
    };
  }

  /// Nothing when it is damaged: then it is not a report either.
  private static byte[] base64(byte[] body) {
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] quotedPrintable(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
    for (int i = 0; i < body.length; i++) {
      if (body[i] != '=') {
        out.write(body[i]);
      } else if (isHex(body, i + 1) && isHex(body, i + 2)) {
        out.write(Character.digit(body[i + 1], 16) << 4 | Character.digit(body[i + 2], 16));
        i += 2;
      } else {
        // A soft line break; trailing blanks before it are allowed.
        i = Math.max(i, nextLine(body, i, body.length) - 1);
      }
    }
    return out.toByteArray();
  }

  private static boolean isHex(byte[] body, int at) {
    return at < body.length && Character.digit(body[at], 16) >= 0;
  }
}
