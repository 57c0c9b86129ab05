package dev.postrider.aws;

import dev.postrider.account.EventSources;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceInUseException;

/// Switches the dispatcher's event source mappings.
public final class LambdaEventSources implements EventSources {
  private static final Switches AS_IT_IS = new Switches(false, false);
  private static final Switches PENDING = new Switches(false, true);

  private final LambdaClient client;
  private final List<String> ids;

  /// @param ids the mappings' UUIDs
  public LambdaEventSources(LambdaClient client, List<String> ids) {
    this.client = client;
    this.ids = List.copyOf(ids);
  }

  /// What became of the switches.
  ///
  /// @param switched whether any had to be moved
  /// @param pending whether any is still on its way from where it was moved last, and could not be
  ///     moved: the account watch does it with its next looks
  public record Switches(boolean switched, boolean pending) {}

  @Override
  public boolean ensurePolled(boolean polled) {
    return ensure(polled).switched();
  }

  /// Makes sure that the queues are polled, or are not, each whatever the other does.
  public Switches ensure(boolean polled) {
    boolean switched = false;
    boolean pending = false;
    for (String id : ids) {
      Switches one = ensure(id, polled);
      switched |= one.switched();
      pending |= one.pending();
    }
    return new Switches(switched, pending);
  }

  private Switches ensure(String id, boolean polled) {
    String state =
        Objects.requireNonNullElse(
            client.getEventSourceMapping(request -> request.uuid(id)).state(), "");
    return switch (state) {
      case "Enabled", "Enabling" -> polled ? AS_IT_IS : update(id, false);
      case "Disabled", "Disabling" -> polled ? update(id, true) : AS_IT_IS;
      // In transition: the next minute sees where it came to rest.
      default -> PENDING;
    };
  }

  private Switches update(String id, boolean enabled) {
    try {
      var _ = client.updateEventSourceMapping(request -> request.uuid(id).enabled(enabled));
      return new Switches(true, false);
    } catch (ResourceInUseException e) {
      return PENDING;
    }
  }
}
