package dev.postrider.domain;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// The points of the check, in the order of the report. Their names are public: they stand in
/// `--json`.
public enum Point {
  IDENTITY,
  DKIM_SIGNING,
  DELEGATION,
  DKIM_CNAME,
  DKIM_KEY,
  MAIL_FROM,
  MAIL_FROM_MX,
  MAIL_FROM_SPF,
  DOMAIN_SPF,
  DMARC,
  DMARC_POLICY,
  DMARC_REPORTS,
  DKIM_ALIGNMENT,
  SPF_ALIGNMENT,
  DMARC_ENFORCEMENT,
  BULK_SENDER_RULES,
  REPLIES,
  MTA_STS,
  TLS_RPT,
  BIMI,
  PRODUCTION_ACCESS,
  SENDING,
  REPUTATION,
  SUPPRESSION_LIST;

  /// As reports write it: `dkim-cname`.
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
