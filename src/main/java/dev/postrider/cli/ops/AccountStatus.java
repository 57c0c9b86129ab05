package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.postrider.account.Account;
import java.util.Locale;

/// What SES says of the account.
///
/// @param quotaShare the used share of the daily quota, 0 to 1
record AccountStatus(@JsonUnwrapped Account account, double quotaShare) {

  static AccountStatus of(Account account) {
    return new AccountStatus(account, account.quotaShare());
  }

  String text() {
    String sending = account.sendingEnabled() ? "sending" : "SENDING IS OFF";
    String quota =
        account.max24HourSend() < 0
            ? "no daily quota"
            : String.format(
                Locale.ROOT,
                "%.0f of %.0f in 24 h (%.0f %%)",
                account.sentLast24Hours(),
                account.max24HourSend(),
                quotaShare * 100);
    String rate = String.format(Locale.ROOT, "at most %.0f a second", account.maxSendRate());
    return String.join(", ", account.enforcement(), sending, quota, rate);
  }
}
