package dev.postrider.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.calls.Chunks;
import dev.postrider.calls.Fanout;
import dev.postrider.calls.Pause;
import dev.postrider.status.StatusEvent;
import dev.postrider.status.StatusEvents;
import dev.postrider.status.StatusJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// Status events on an EventBridge bus. Calls carry up to ten entries and run side by side; what
/// fails in passing is tried again, with jitter, while there is time. What was perhaps taken is
/// sent again too: its `eventId` tells.
///
/// Source: EventBridge user guide, "Sending events with PutEvents", and its quotas.
record EventBridgeStatusEvents(
    PutEvents bus,
    String busName,
    StatusJson json,
    Fanout fanout,
    Pause pause,
    InstantSource clock,
    RandomGenerator random)
    implements StatusEvents {
  static final String SOURCE = "postrider";
  static final String DETAIL_TYPE = "Mail Status";

  /// EventBridge's bound on the entries of a call.
  static final int ENTRIES = 10;

  /// Below EventBridge's bound on a call (256 KB once, 1 MB since 2026), with room for the JSON
  /// around.
  static final int BYTES = 200_000;

  private static final int ATTEMPTS = 4;
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  @Override
  public Published publish(List<StatusEvent> events, Instant until) {
    if (events.isEmpty()) {
      return new Published(0, 0, "");
    }
    List<ObjectNode> entries = events.stream().map(this::entry).toList();
    List<List<ObjectNode>> calls =
        Chunks.of(entries, ENTRIES, BYTES, EventBridgeStatusEvents::detailBytes);
    return fanout.each(calls, call -> put(call, until)).stream()
        .reduce(EventBridgeStatusEvents::sum)
        .orElseThrow();
  }

  private static Published sum(Published one, Published other) {
    return new Published(
        one.published() + other.published(),
        one.lost() + other.lost(),
        one.code().isEmpty() ? other.code() : one.code());
  }

  private ObjectNode entry(StatusEvent event) {
    return PutEvents.entry(
        busName, SOURCE, DETAIL_TYPE, event.occurredAt().getEpochSecond(), json.write(event));
  }

  private static int detailBytes(ObjectNode entry) {
    return entry.path("Detail").asText().getBytes(StandardCharsets.UTF_8).length;
  }

  private Published put(List<ObjectNode> entries, Instant until) {
    List<ObjectNode> open = entries;
    int refused = 0;
    String code = "OutOfTime";
    for (int attempt = 0; attempt < ATTEMPTS && !open.isEmpty(); attempt++) {
      if (attempt > 0) {
        pause.until(next(attempt));
      }
      if (!clock.instant().isBefore(until)) {
        break;
      }
      PutEvents.PutOutcome result = bus.call(open);
      open = result.again();
      refused += result.refused();
      code = result.code().isEmpty() ? code : result.code();
    }
    int lost = open.size() + refused;
    return new Published(entries.size() - lost, lost, lost == 0 ? "" : code);
  }

  /// Full jitter: up to 100, 200, 400 ms.
  private Instant next(int attempt) {
    long most = FIRST_WAIT.toMillis() << (attempt - 1);
    return clock.instant().plusMillis(random.nextLong(most + 1));
  }
}
