package dev.postrider.aws;

import dev.postrider.domain.dns.DnsName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the template tells the AccountWatchFunction.
///
/// @param rateHeadroom the share of MaxSendRate that is used
/// @param domain whose set-up is watched
/// @param mailFrom the MAIL FROM domain that the stack set up; null when it set up none
record AccountWatchSettings(
    String ledgerTable,
    double rateHeadroom,
    List<String> eventSourceIds,
    DnsName domain,
    @Nullable DnsName mailFrom) {

  static AccountWatchSettings from(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    return new AccountWatchSettings(
        settings.text("POSTRIDER_LEDGER_TABLE"),
        settings.share("POSTRIDER_RATE_HEADROOM"),
        List.of(
            settings.text("POSTRIDER_MAIL_EVENT_SOURCE_ID"),
            settings.text("POSTRIDER_BULK_EVENT_SOURCE_ID")),
        new DnsName(settings.text("POSTRIDER_EMAIL_IDENTITY")),
        settings.optional("POSTRIDER_MAIL_FROM_DOMAIN").map(DnsName::new).orElse(null));
  }
}
