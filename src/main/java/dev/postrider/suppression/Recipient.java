package dev.postrider.suppression;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An address as the recipient of one message: who is asked about, and in which scopes. The same
/// address may be in one batch under two streams, with two answers.
///
/// @param address in the form of [dev.postrider.email.Address#key]
/// @param stream the message's stream
/// @param tenant the message's tenant; null when it has none
public record Recipient(String address, String stream, @Nullable String tenant) {
  public Recipient {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(stream, "stream");
  }

  /// The items that may suppress this recipient, the widest scope first.
  public List<SuppressionKey> keys() {
    List<SuppressionKey> keys = new ArrayList<>(3);
    keys.add(new SuppressionKey(address, Scope.EVERYWHERE));
    keys.add(new SuppressionKey(address, Scope.stream(stream)));
    if (tenant != null) {
      keys.add(new SuppressionKey(address, Scope.tenant(tenant)));
    }
    return List.copyOf(keys);
  }

  /// Never the address itself: log lines and exception messages may hold a recipient.
  @Override
  public String toString() {
    return "Recipient[…, stream " + stream + ", tenant " + tenant + "]";
  }
}
