package dev.postrider.suppression;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// The dispatcher's side of the suppression table.
public interface Suppressions {

  /// One answer for each recipient asked about; the map's keys equal `recipients`. The reads see
  /// every fact whose write was answered before this call began. Never throws for a read that
  /// failed: that is [SuppressionVerdict.Unreadable] for the recipients it concerns, and for them
  /// alone.
  ///
  /// @param budget how long retries may take; when it is over, what is still unread is Unreadable
  Map<Recipient, SuppressionVerdict> lookup(Set<Recipient> recipients, Duration budget);
}
