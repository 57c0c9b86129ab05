package dev.postrider.domain.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One DMARC policy record (RFC 9989; RFC 7489 before it).
///
/// @param policy `p`, for the domain itself
/// @param subdomainPolicy `sp`; the same as `policy` when not given
/// @param nonexistentPolicy `np` of RFC 9989, for names below the domain that do not exist;
///     the same as `subdomainPolicy` when not given
/// @param percent `pct`, 0–100; 100 when not given. RFC 9989 did away with it: receivers that
///     follow it apply the policy to all mail
/// @param testing `t=y`: receivers of RFC 9989 apply one step less than the policy
/// @param strictDkim `adkim=s`
/// @param strictSpf `aspf=s`
/// @param reportAddresses `rua`, mailboxes without `mailto:` and size
/// @param tags all tags, for writing a changed record
/// @param faults what makes receivers ignore the record, or take it as `p=none`
/// @param flaws what receivers pass over while they obey the rest of the record
public record DmarcRecord(
    Policy policy,
    Policy subdomainPolicy,
    Policy nonexistentPolicy,
    int percent,
    boolean testing,
    boolean strictDkim,
    boolean strictSpf,
    List<String> reportAddresses,
    TagList tags,
    List<String> faults,
    List<String> flaws) {

  public DmarcRecord {
    reportAddresses = List.copyOf(reportAddresses);
    faults = List.copyOf(faults);
    flaws = List.copyOf(flaws);
  }

  /// Everything that is wrong with it; empty when it is valid.
  public List<String> problems() {
    List<String> problems = new ArrayList<>(faults);
    problems.addAll(flaws);
    return List.copyOf(problems);
  }

  /// Whether it asks for less than its policy says: for a share of the mail, or one step less.
  public boolean partly() {
    return percent < 100 || testing;
  }

  /// Whether receivers obey it.
  public boolean counts() {
    return faults.isEmpty();
  }

  /// Whether a TXT value was meant as a DMARC record, right or not.
  public static boolean looksLikeDmarc(String text) {
    return text.replaceAll("[\\s\"'\\\\]", "").toLowerCase(Locale.ROOT).startsWith("v=dmarc");
  }

  /// Reads any text; what is wrong with it stands in `faults` and `flaws`.
  public static DmarcRecord parse(String text) {
    return new DmarcParser(TagList.parse(text)).parse(text);
  }
}
