package dev.postrider.domain.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One aggregate report: what one receiver saw of a domain's mail in one period, mostly a day. All
/// text came from outside; it is printable and at most 255 characters long.
///
/// @param reporter the receiver's name
/// @param id the receiver's id of the report
/// @param domain whose policy it is about
/// @param published the policy as the receiver saw it
/// @param rows those that tell of messages
public record AggregateReport(
    String reporter,
    String id,
    Instant begin,
    Instant end,
    String domain,
    Published published,
    List<Row> rows) {

  public AggregateReport {
    rows = List.copyOf(rows);
  }

  /// What two copies of one report have in common, and no other report: a SHA-256 of receiver,
  /// id, domain, period and rows, in 64 hexadecimal digits. Some receivers leave the id empty, or
  /// repeat it in the report of the next day. The rows are in it, in any order, because the rest
  /// can be guessed: a forged report of one row would else keep the receiver's own from being
  /// counted.
  public String identity() {
    Stream<String> head =
        Stream.of(reporter, id, domain.toLowerCase(Locale.ROOT), begin.toString(), end.toString());
    Stream<String> all = rows.stream().map(row -> hash(Stream.of(row.toString()))).sorted();
    return hash(Stream.concat(head, all));
  }

  /// Each text with its length in front, so that no two lists of texts are the same bytes.
  private static String hash(Stream<String> texts) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      texts
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .forEachOrdered(
              bytes -> {
                hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                hash.update(bytes);
              });
      return HexFormat.of().formatHex(hash.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The policy in the domain's record, in the receiver's words.
  ///
  /// @param policy `p`; empty when the receiver leaves it out
  /// @param subdomainPolicy `sp`; the same as `policy` when not given
  /// @param partly the record asked for less than the policy: `pct` below 100, or `t=y`
  public record Published(String policy, String subdomainPolicy, boolean partly) {}

  /// What one source sent with one set of results.
  ///
  /// @param source an IP address, as the receiver wrote it
  /// @param count messages
  /// @param disposition what the receiver did, in its words: none, pass, quarantine or reject
  /// @param dkimAligned DMARC's DKIM result: a signature passed and aligned
  /// @param spfAligned DMARC's SPF result: SPF passed and aligned
  /// @param from the domain of the From header
  /// @param overrides why the receiver did something else than the policy asks for, each once, in
  ///     their order
  public record Row(
      String source,
      long count,
      String disposition,
      boolean dkimAligned,
      boolean spfAligned,
      String from,
      List<Result> dkim,
      List<Result> spf,
      List<PolicyOverride> overrides) {

    public Row {
      dkim = List.copyOf(dkim);
      spf = List.copyOf(spf);
      overrides = List.copyOf(overrides);
    }

    /// A row without overrides.
    public Row(
        String source,
        long count,
        String disposition,
        boolean dkimAligned,
        boolean spfAligned,
        String from,
        List<Result> dkim,
        List<Result> spf) {
      this(source, count, disposition, dkimAligned, spfAligned, from, dkim, spf, List.of());
    }

    /// Whether the mail passed DMARC.
    public boolean aligned() {
      return dkimAligned || spfAligned;
    }

    /// Whether the receiver kept the mail from the inbox.
    public boolean refused() {
      return disposition.equalsIgnoreCase("quarantine") || disposition.equalsIgnoreCase("reject");
    }

    /// Whether the receiver says that the mail was passed on.
    public boolean forwarded() {
      return overrides.stream().anyMatch(PolicyOverride::isForwarding);
    }
  }

  /// One authentication result.
  ///
  /// @param domain that was authenticated
  /// @param selector of a DKIM signature; null for SPF, and where the receiver leaves it out
  /// @param result pass, fail, none and so on
  public record Result(String domain, @Nullable String selector, String result) {

    /// Whether the domain is authenticated.
    public boolean passed() {
      return result.equalsIgnoreCase("pass");
    }
  }
}
