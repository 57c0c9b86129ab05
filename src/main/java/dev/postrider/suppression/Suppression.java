package dev.postrider.suppression;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A reason not to mail an address, in force at the time it was asked for.
///
/// @param since when the latest event of this reason happened
/// @param expiresAt the first instant at which it no longer holds; null means never
public record Suppression(SuppressionReason reason, Instant since, @Nullable Instant expiresAt) {
  public Suppression {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(since, "since");
  }
}
