package dev.postrider.aws;

import java.util.List;
import java.util.Map;

/// What the template tells the AccountWatchFunction.
///
/// @param rateHeadroom the share of MaxSendRate that is used
/// @param emailIdentity the domain whose set-up is watched
record AccountWatchSettings(
    String ledgerTable, double rateHeadroom, List<String> eventSourceIds, String emailIdentity) {

  static AccountWatchSettings from(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    return new AccountWatchSettings(
        settings.text("POSTRIDER_LEDGER_TABLE"),
        settings.share("POSTRIDER_RATE_HEADROOM"),
        List.of(
            settings.text("POSTRIDER_MAIL_EVENT_SOURCE_ID"),
            settings.text("POSTRIDER_BULK_EVENT_SOURCE_ID")),
        settings.text("POSTRIDER_EMAIL_IDENTITY"));
  }
}
