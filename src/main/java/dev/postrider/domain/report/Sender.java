package dev.postrider.domain.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Who stands behind a row of a report.
public enum Sender {
  /// Our own mail through SES: signed with the domain's key, or with SES's beside our MAIL FROM.
  OURS,
  /// Passes DMARC without SES: another service that may send for the domain, or our mail forwarded.
  AUTHORISED,
  /// Does not align, and the receiver says that it was passed on: by a forwarder or a mailing list.
  FORWARDED,
  /// Came through SES and does not align: an identity of ours without DKIM, or someone else's.
  SES_UNALIGNED,
  /// Neither aligned nor from SES: a forgotten service, a forwarder that
  /// the receiver does not know, or a forger.
  STRANGER;

  /// As reports of ours write it: `ses-unaligned`.
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
