package dev.postrider.domain.report;

import java.util.Locale;
import java.util.Set;

/// Tells our own mail from that of others by what receivers authenticated. SES signs every message
/// twice, with the domain's key and with that of `amazonses.com`, and the second signature cannot
/// be forged: it tells SES's mail better than lists of addresses, which change.
///
/// @param selectors DKIM selectors that are ours; empty means that every selector of the domain may
///     be, as long as the mail came through SES
public record OwnMail(Set<String> selectors) {
  private static final String AMAZON = "amazonses.com";

  public OwnMail {
    selectors = Set.copyOf(selectors);
  }

  /// Who sent a row of a report.
  public Sender sender(AggregateReport.Row row) {
    boolean ses = throughSes(row);
    if (row.aligned()) {
      boolean ours = selectors.isEmpty() ? ses : signedByUs(row) || (ses && !row.dkimAligned());
      return ours ? Sender.OURS : Sender.AUTHORISED;
    }
    if (ses) {
      return Sender.SES_UNALIGNED;
    }
    return row.forwarded() ? Sender.FORWARDED : Sender.STRANGER;
  }

  private boolean signedByUs(AggregateReport.Row row) {
    return row.dkim().stream()
        .filter(AggregateReport.Result::passed)
        .anyMatch(result -> result.selector() != null && selectors.contains(result.selector()));
  }

  private static boolean throughSes(AggregateReport.Row row) {
    return row.dkim().stream().anyMatch(result -> result.passed() && isAmazon(result.domain()))
        || row.spf().stream().anyMatch(result -> result.passed() && isAmazon(result.domain()));
  }

  private static boolean isAmazon(String domain) {
    String name = domain.toLowerCase(Locale.ROOT);
    return name.equals(AMAZON) || name.endsWith("." + AMAZON);
  }
}
