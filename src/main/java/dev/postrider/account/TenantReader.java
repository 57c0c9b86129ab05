package dev.postrider.account;

/// Reads from SES whether a tenant may send.
@FunctionalInterface
public interface TenantReader {

  /// One call; SES allows about one management call a second in all.
  ///
  /// @return false while SES has the tenant paused; true also for a tenant that SES does not know:
  ///     its next mail is told so
  /// @throws RuntimeException when it cannot be read
  boolean sends(String tenant);
}
