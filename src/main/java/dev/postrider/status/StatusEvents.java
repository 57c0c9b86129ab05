package dev.postrider.status;

import java.time.Instant;
import java.util.List;

/// The bus that services listen to.
@FunctionalInterface
public interface StatusEvents {

  /// No bus: events go nowhere, and none counts as lost.
  StatusEvents NONE = (events, until) -> new Published(0, 0, "");

  /// Publishes events, at least once each; those that cannot be published in time are lost.
  ///
  /// @param until when no further attempt may begin
  /// @throws RuntimeException when something is broken that trying again does not fix; the mail is
  ///     what it is all the same
  Published publish(List<StatusEvent> events, Instant until);

  /// What publishing came to.
  ///
  /// @param lost events that nobody will be told of
  /// @param code why some were lost: an error code or an exception's name; empty when none was
  record Published(int published, int lost, String code) {}
}
