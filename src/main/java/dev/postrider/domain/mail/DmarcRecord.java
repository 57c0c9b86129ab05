package dev.postrider.domain.mail;

import java.util.List;
import java.util.Locale;

/// One DMARC policy record (RFC 9989; RFC 7489 before it).
///
/// @param policy `p`, for the domain itself; none where receivers act as if it said so
/// @param subdomainPolicy `sp`; the same as `policy` when not given
/// @param nonexistentPolicy `np` of RFC 9989, for names below the domain that do not exist;
///     the same as `subdomainPolicy` when not given
/// @param percent `pct`, 0–100; 100 when not given. RFC 9989 did away with it: receivers that
///     follow it apply the policy to all mail
/// @param testing `t=y`: receivers of RFC 9989 apply one step less than the policy
/// @param publicSuffix `psd`: y, n, or u when not given
/// @param strictDkim `adkim=s`
/// @param strictSpf `aspf=s`
/// @param reportAddresses `rua`, mailboxes without `mailto:` and size
/// @param failureReportAddresses `ruf`, in the same form
/// @param tags all tags, names in lower case, for writing a changed record
/// @param problems everything that is wrong with it; empty when it is valid
public record DmarcRecord(
    Policy policy,
    Policy subdomainPolicy,
    Policy nonexistentPolicy,
    int percent,
    boolean testing,
    char publicSuffix,
    boolean strictDkim,
    boolean strictSpf,
    List<String> reportAddresses,
    List<String> failureReportAddresses,
    TagList tags,
    List<DmarcProblem> problems) {

  public DmarcRecord {
    reportAddresses = List.copyOf(reportAddresses);
    failureReportAddresses = List.copyOf(failureReportAddresses);
    problems = List.copyOf(problems);
  }

  /// Whether it asks for less than its policy says: for a share of the mail, or one step less.
  public boolean partly() {
    return percent < 100 || testing;
  }

  /// Whether receivers obey it, if only as `p=none`.
  public boolean counts() {
    return problems.stream().noneMatch(p -> p.kind().effect() == DmarcProblem.Treatment.VOIDS);
  }

  /// Whether it is right but for parts that receivers pass over.
  public boolean isRight() {
    return problems.stream().allMatch(p -> p.kind().effect() == DmarcProblem.Treatment.IGNORED);
  }

  /// Whether a TXT value was meant as a DMARC record, right or not.
  public static boolean looksLikeDmarc(String text) {
    return text.replaceAll("[\\s\"'\\\\]", "").toLowerCase(Locale.ROOT).startsWith("v=dmarc");
  }

  /// Whether receivers take a TXT value for a DMARC record: it begins with the version (RFC 9989,
  /// 4.8). The tag's name may be a capital, its value is exact.
  public static boolean isDmarc(String text) {
    return text.matches("(?s)[vV][ \\t]*=[ \\t]*DMARC1[ \\t]*(?:;.*)?");
  }

  /// Reads any text; what is wrong with it stands in `problems`.
  public static DmarcRecord parse(String text) {
    return new DmarcReader(text).record();
  }
}
