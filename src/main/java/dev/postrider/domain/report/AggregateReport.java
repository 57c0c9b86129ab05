package dev.postrider.domain.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One aggregate report: what one receiver saw of a domain's mail in one period, mostly a day. All
/// text came from outside; it is printable and at most 255 characters long.
///
/// @param reporter the receiver's name
/// @param id the receiver's id of the report
/// @param domain whose policy it is about
/// @param published the policy as the receiver saw it
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
  /// @param disposition what the receiver did: none, quarantine or reject
  /// @param dkimAligned DMARC's DKIM result: a signature passed and aligned
  /// @param spfAligned DMARC's SPF result: SPF passed and aligned
  /// @param from the domain of the From header
  public record Row(
      String source,
      long count,
      String disposition,
      boolean dkimAligned,
      boolean spfAligned,
      String from,
      List<Result> dkim,
      List<Result> spf) {

    public Row {
      dkim = List.copyOf(dkim);
      spf = List.copyOf(spf);
    }

    /// Whether the mail passed DMARC.
    public boolean aligned() {
      return dkimAligned || spfAligned;
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
