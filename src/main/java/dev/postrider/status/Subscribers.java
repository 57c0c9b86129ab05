package dev.postrider.status;

import java.util.List;

/// Who is told of status events while one invocation lasts.
public interface Subscribers {

  /// Nobody.
  Subscribers NONE =
      new Subscribers() {
        @Override
        public boolean hear(Status status) {
          return false;
        }

        @Override
        public void tell(List<StatusEvent> events) {}
      };

  /// Whether they are told of this status.
  boolean hear(Status status);

  /// Tells them, at least once each. Never throws: what nobody could be told of is counted. May run
  /// beside another call.
  ///
  /// @param events of statuses that they hear, at least one
  void tell(List<StatusEvent> events);

  /// Tells them those events that they hear, if any.
  default void tellHeard(List<StatusEvent> events) {
    List<StatusEvent> heard = events.stream().filter(event -> hear(event.status())).toList();
    if (!heard.isEmpty()) {
      tell(heard);
    }
  }
}
