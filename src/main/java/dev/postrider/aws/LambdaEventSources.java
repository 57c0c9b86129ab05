package dev.postrider.aws;

import dev.postrider.account.EventSources;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// Switches the dispatcher's event source mappings.
public final class LambdaEventSources implements EventSources {
  private final LambdaClient client;
  private final List<String> ids;

  /// @param ids the mappings' UUIDs
  public LambdaEventSources(LambdaClient client, List<String> ids) {
    this.client = client;
    this.ids = List.copyOf(ids);
  }

  @Override
  public boolean ensurePolled(boolean polled) {
    boolean switched = false;
    for (String id : ids) {
      switched |= ensure(id, polled);
    }
    return switched;
  }

  private boolean ensure(String id, boolean polled) {
    String state =
        Objects.requireNonNullElse(
            client.getEventSourceMapping(request -> request.uuid(id)).state(), "");
    return switch (state) {
      case "Enabled", "Enabling" -> !polled && update(id, false);
      case "Disabled", "Disabling" -> polled && update(id, true);
      // In transition: the next minute sees where it came to rest.
      default -> false;
    };
  }

  private boolean update(String id, boolean enabled) {
    var _ = client.updateEventSourceMapping(request -> request.uuid(id).enabled(enabled));
    return true;
  }
}
