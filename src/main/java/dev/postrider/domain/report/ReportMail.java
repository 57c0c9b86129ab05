package dev.postrider.domain.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// One mail of a file, and the reports that are attached to it (RFC 7489, section 7.2.1.1). It
/// knows as much of MIME as that takes: parts, base64 and quoted-printable. What is a report is
/// told by its first bytes, since receivers name and type the attachment as they like.
///
/// Anyone can send such a mail: its size, depth, parts and attachments are bounded, and every byte
/// is looked at a bounded number of times.
final class ReportMail {
  /// What SES takes in at most.
  private static final int MOST_BYTES = 40 << 20;

  private static final int DEEPEST = 4;
  private static final int MOST_PARTS = 1_000;

  private static final Pattern HEADER_FIELD = Pattern.compile("[A-Za-z][!-9;-~]{0,76}:.*");

  /// The line before each mail of a mailbox (RFC 4155): who sent it, and when.
  private static final Pattern MAILBOX_LINE =
      Pattern.compile("From \\S{1,320} .{0,80}\\d:\\d\\d.{0,80}");

  private static final int LONGEST_MAILBOX_LINE = 500;

  private final byte[] mail;
  private final int start;
  private final int end;
  private final Budget budget;
  private final List<byte[]> attachments = new ArrayList<>();
  private int parts;

  private ReportMail(byte[] mail, int start, int end, Budget budget) {
    this.mail = mail;
    this.start = start;
    this.end = end;
    this.budget = budget;
  }

  /// Whether it begins as a mail does, or a mailbox.
  static boolean isMail(byte[] start) {
    String line = line(start, 0, start.length);
    return HEADER_FIELD.matcher(line).matches() || MAILBOX_LINE.matcher(line).matches();
  }

  /// Reads the whole file: one mail, or all mails of a mailbox.
  static List<ReportMail> all(InputStream in, Budget budget) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new BrokenReport("the mail is larger than the bound");
    }
    List<ReportMail> mails = new ArrayList<>();
    boolean mailbox = MAILBOX_LINE.matcher(line(bytes, 0, bytes.length)).matches();
    int start = mailbox ? nextLine(bytes, 0, bytes.length) : 0;
    boolean afterBlank = false;
    for (int at = start; mailbox && at < bytes.length; ) {
      int next = nextLine(bytes, at, bytes.length);
      if (afterBlank && MAILBOX_LINE.matcher(line(bytes, at, next)).matches()) {
        mails.add(new ReportMail(bytes, start, at, budget));
        start = next;
      }
      afterBlank = next - at <= 2 && bytes[at] <= ' ';
      at = next;
    }
    mails.add(new ReportMail(bytes, start, bytes.length, budget));
    return mails;
  }

  private static String line(byte[] bytes, int from, int to) {
    int length = Math.min(nextLine(bytes, from, to) - from, LONGEST_MAILBOX_LINE);
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /// What is attached and looks like a report, unpacked from its transfer encoding.
  List<byte[]> attachments() throws BrokenReport {
    part(start, end, 0);
    return attachments;
  }

  private void part(int start, int end, int depth) throws BrokenReport {
    if (depth > DEEPEST) {
      throw new BrokenReport("the mail's parts are nested too deep");
    }
    if (++parts > MOST_PARTS) {
      throw new BrokenReport("the mail has more than " + MOST_PARTS + " parts");
    }
    MimeHeader header = MimeHeader.read(mail, start, end);
    if (header.type().startsWith("multipart/")) {
      multipart(header.boundary(), header.end(), end, depth);
    } else if (header.type().equals("message/rfc822")) {
      part(header.end(), end, depth + 1);
    } else {
      attachment(header, end);
    }
  }

  private void attachment(MimeHeader header, int end) throws BrokenReport {
    byte[] content = decoded(header.encoding(), Arrays.copyOfRange(mail, header.end(), end));
    // A page may be XML too.
    boolean xml =
        header.type().equals("text/html")
            ? ReportFile.isFeedback(content)
            : ReportFile.isXml(content);
    if (xml || ReportFile.isArchive(content)) {
      budget.attachment();
      attachments.add(content);
    }
  }

  /// Splits at lines that begin with two hyphens and the boundary; what comes before the first and
  /// after the last is not a part.
  private void multipart(String boundary, int start, int end, int depth) throws BrokenReport {
    byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    int partStart = -1;
    for (int line = start; line < end; line = nextLine(mail, line, end)) {
      int after = line + delimiter.length;
      boolean delimits =
          Arrays.equals(mail, line, Math.min(end, after), delimiter, 0, delimiter.length);
      if (boundary.isEmpty() || !delimits) {
        continue;
      }
      if (partStart >= 0) {
        part(partStart, Math.max(partStart, withoutLineEnd(line)), depth + 1);
      }
      if (after + 1 < end && mail[after] == '-' && mail[after + 1] == '-') {
        return;
      }
      partStart = nextLine(mail, line, end);
    }
    if (partStart >= 0) {
      part(partStart, end, depth + 1);
    }
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
