package dev.postrider.domain.mail;

import java.util.List;
import java.util.Locale;

/// One DMARC policy record (RFC 9989; RFC 7489 before it).
///
/// @param policy `p`, for the domain itself
/// @param subdomainPolicy `sp`; the same as `policy` when not given
/// @param percent `pct`, 0–100; 100 when not given. RFC 9989 did away with it: receivers that
///     follow it apply the policy to all mail
/// @param testing `t=y`: receivers of RFC 9989 apply one step less than the policy
/// @param strictDkim `adkim=s`
/// @param strictSpf `aspf=s`
/// @param reportAddresses `rua`, mailboxes without `mailto:` and size
/// @param tags all tags, for writing a changed record
/// @param problems what makes receivers ignore the record; empty when it is valid
public record DmarcRecord(
    Policy policy,
    Policy subdomainPolicy,
    int percent,
    boolean testing,
    boolean strictDkim,
    boolean strictSpf,
    List<String> reportAddresses,
    TagList tags,
    List<String> problems) {

  public DmarcRecord {
    reportAddresses = List.copyOf(reportAddresses);
    problems = List.copyOf(problems);
  }

  /// Whether a TXT value was meant as a DMARC record, right or not.
  public static boolean looksLikeDmarc(String text) {
    return text.replaceAll("[\\s\"'\\\\]", "").toLowerCase(Locale.ROOT).startsWith("v=dmarc");
  }

  /// Reads any text; what is wrong with it stands in `problems`.
  public static DmarcRecord parse(String text) {
    return new DmarcParser(TagList.parse(text)).parse(text);
  }
}
