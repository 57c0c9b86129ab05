package dev.postrider.account;

/// Reads the account and its tenants from SES, which allows about one such call a second in all.
public interface AccountReader {

  /// One call.
  ///
  /// @throws RuntimeException when it cannot be read: the pace stays as it is, and an alarm calls
  Account read();

  /// Whether a tenant may send; one call.
  ///
  /// @return false while SES has the tenant paused; true also for a tenant that SES does not know:
  ///     its next mail is told so
  /// @throws RuntimeException when it cannot be read
  boolean sends(String tenant);
}
