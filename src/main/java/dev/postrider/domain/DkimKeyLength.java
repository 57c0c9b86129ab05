package dev.postrider.domain;

/// How long an RSA key for DKIM is, in bits (RFC 8301, 3.2).
final class DkimKeyLength {
  /// Receivers take no signature of a shorter key.
  static final int LEAST = 1024;

  /// What a key should have.
  static final int GOOD = 2048;

  private DkimKeyLength() {}
}
