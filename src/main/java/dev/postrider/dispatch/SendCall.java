package dev.postrider.dispatch;

import java.util.List;
import java.util.Optional;

/// One call to SES.
public sealed interface SendCall {

  /// The units of the call, in the order in which their outcomes are answered.
  List<Outgoing> units();

  /// The tenant that all units have in common; empty when they have none.
  default Optional<String> tenant() {
    return Optional.ofNullable(units().getFirst().email().tenant());
  }

  /// How many recipients SES counts.
  default int recipientCount() {
    return units().stream().mapToInt(o -> o.unit().recipientCount()).sum();
  }

  /// SendEmail.
  record Single(Outgoing outgoing) implements SendCall {
    @Override
    public List<Outgoing> units() {
      return List.of(outgoing);
    }
  }

  /// SendBulkEmail: units that share template, sender, reply addresses, attachments and tenant.
  ///
  /// @param units 2 to 50
  record Bulk(List<Outgoing> units) implements SendCall {
    public Bulk {
      units = List.copyOf(units);
    }
  }
}
