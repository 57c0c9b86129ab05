package dev.postrider.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.RecipientHash;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.status.StatusEvents;
import dev.postrider.status.StatusEvents.Published;
import dev.postrider.status.StatusJson;
import dev.postrider.status.Subscribers;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/// Tells services what became of their mail. Nothing that goes wrong here fails an invocation: what
/// is lost is counted.
///
/// @param routine whether services are told of what nearly every unit comes to
record StatusPublishing(StatusEvents bus, boolean routine, JsonLog log, InstantSource clock) {
  /// No publishing takes longer: mail waits behind it.
  static final Duration LONGEST = Duration.ofSeconds(5);

  /// The last attempt may last so long, and the invocation must end in time all the same.
  static final Duration CLOSING = Duration.ofSeconds(6);

  /// How many calls one invocation makes at the same time.
  private static final int AT_ONCE = 8;

  /// Whether recipients are named, or only hashed.
  private enum Recipients {
    HASH,
    ADDRESS
  }

  /// To the bus that the template names; to none when it names none.
  ///
  /// @throws IllegalArgumentException when a variable is missing or out of range; the message names
  ///     it
  static StatusPublishing from(
      Environment variables,
      RecipientHash hash,
      JsonLog log,
      Clock clock,
      Function<URI, PutEvents> calls) {
    boolean addresses =
        variables.choice("POSTRIDER_STATUS_RECIPIENTS", Recipients.class) == Recipients.ADDRESS;
    StatusJson json = new StatusJson(variables.text("POSTRIDER_STACK"), hash, addresses);
    StatusEvents bus =
        variables
            .optional("POSTRIDER_STATUS_BUS")
            .<StatusEvents>map(
                name ->
                    new EventBridgeStatusEvents(
                        calls.apply(URI.create(variables.text("AWS_ENDPOINT_URL_EVENTBRIDGE"))),
                        name,
                        json,
                        new VirtualFanout(AT_ONCE),
                        new ThreadPause(clock),
                        clock,
                        new SecureRandom()))
            .orElse(StatusEvents.NONE);
    return new StatusPublishing(bus, variables.flag("POSTRIDER_ROUTINE_STATUS_EVENTS"), log, clock);
  }

  /// Services, as one invocation tells them.
  ///
  /// @param deadline when the invocation is cut off
  Subscribers until(Instant deadline) {
    return new Subscribers() {
      @Override
      public boolean hear(Status status) {
        return routine || !status.isRoutine();
      }

      @Override
      public void tell(List<StatusEvent> events) {
        publish(events, deadline);
      }
    };
  }

  private void publish(List<StatusEvent> events, Instant deadline) {
    Instant longest = clock.instant().plus(LONGEST);
    Instant closing = deadline.minus(CLOSING);
    Published published = tried(events, longest.isBefore(closing) ? longest : closing);
    if (published.lost() > 0) {
      ObjectNode line = JsonLog.line(JsonLog.Level.WARN, "statusEvents");
      line.put("lost", published.lost());
      line.put("published", published.published());
      line.put("code", published.code());
      log.write(line);
      log.metrics(new EmbeddedMetrics(clock.instant()).count("StatusEventsLost", published.lost()));
    }
  }

  private Published tried(List<StatusEvent> events, Instant until) {
    try {
      return bus.publish(events, until);
    } catch (RuntimeException e) {
      return new Published(0, events.size(), e.getClass().getSimpleName());
    }
  }
}
