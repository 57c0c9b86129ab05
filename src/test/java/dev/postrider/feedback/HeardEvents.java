package dev.postrider.feedback;

import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.status.Subscribers;
import java.util.ArrayList;
import java.util.List;

/// Services that hear every status event, and keep what they are told.
final class HeardEvents implements Subscribers {
  final List<StatusEvent> events = new ArrayList<>();

  @Override
  public boolean hear(Status status) {
    return true;
  }

  @Override
  public void tell(List<StatusEvent> told) {
    events.addAll(told);
  }

  List<Status> statuses() {
    return events.stream().map(StatusEvent::status).toList();
  }
}
