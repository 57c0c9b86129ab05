package dev.postrider.account;

/// Reads the account from SES.
public interface AccountReader {

  /// One call; SES allows about one a second in all.
  ///
  /// @throws RuntimeException when it cannot be read: the pace stays as it is, and an alarm calls
  Account read();
}
