package dev.postrider.aws;

import dev.postrider.email.RecipientHash;
import dev.postrider.status.StatusEvents;
import dev.postrider.status.StatusJson;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// The bus of status events, as the template names it.
final class StatusBus {
  /// How many calls one invocation makes at the same time.
  private static final int AT_ONCE = 8;

  private StatusBus() {}

  /// Whether recipients are named, or only hashed.
  private enum Recipients {
    HASH,
    ADDRESS
  }

  /// @throws IllegalArgumentException when a variable is missing or out of range; the message names
  ///     it
  static StatusEvents from(Map<String, String> environment, RecipientHash hash, Clock clock) {
    Environment variables = new Environment(environment);
    boolean addresses =
        variables.choice("POSTRIDER_STATUS_RECIPIENTS", List.of(Recipients.values()))
            == Recipients.ADDRESS;
    StatusJson json = new StatusJson(variables.text("POSTRIDER_STACK"), hash, addresses);
    return variables
        .optional("POSTRIDER_STATUS_BUS")
        .<StatusEvents>map(
            name ->
                new EventBridgeStatusEvents(
                    AwsClients.putEvents(
                        URI.create(variables.text("AWS_ENDPOINT_URL_EVENTBRIDGE"))),
                    name,
                    json,
                    new EventBridgeStatusEvents.PublishTools(
                        new VirtualFanout(AT_ONCE),
                        new ThreadPause(clock),
                        clock,
                        new SecureRandom())))
        .orElse(StatusEvents.NONE);
  }
}
