package dev.postrider.suppression;

import java.util.Objects;

/// What one item of the suppression table is about.
///
/// @param address in the form of [dev.postrider.email.Address#key]
public record SuppressionKey(String address, Scope scope) {
  public SuppressionKey {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(scope, "scope");
  }

  /// Never the address itself: log lines and exception messages may hold a key.
  @Override
  public String toString() {
    return "SuppressionKey[…, " + scope.text() + "]";
  }
}
