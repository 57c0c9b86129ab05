package dev.postrider.dispatch;

import dev.postrider.calls.Chunks;
import dev.postrider.email.Address;
import dev.postrider.email.Attachment;
import dev.postrider.email.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Groups units into as few calls as SES and the pace allow. Pure.
final class Grouping {
  /// SES's bound on the entries of one SendBulkEmail call.
  static final int ENTRIES_PER_CALL = 50;

  /// Bytes of a bulk call's request. AWS names no bound for SendBulkEmail (one message may have 40
  /// MB); fifty entries with the most template data would make thirteen million characters. Five
  /// million holds each unit that fits a queue, and what is refused all the same is split
  /// (decision 0078).
  static final int BYTES_PER_CALL = 5_000_000;

  private Grouping() {}

  /// What the units of one bulk call have in common.
  private record Shared(
      Content.Template template,
      Address from,
      List<Address> replyTo,
      List<Attachment> attachments,
      Optional<String> tenant) {}

  /// Groups the units, each into exactly one call.
  ///
  /// @param recipientsPerCall at most this number of recipients in a bulk call, at least 1
  /// @return the units of each call, in the order of each call's first unit
  static List<List<Delivery>> group(List<Delivery> units, int recipientsPerCall) {
    Map<Object, List<Delivery>> groups = new LinkedHashMap<>();
    for (Delivery unit : units) {
      groups.computeIfAbsent(keyOf(unit), key -> new ArrayList<>()).add(unit);
    }
    return groups.values().stream()
        .flatMap(group -> ofBytes(group).stream())
        .flatMap(
            group ->
                Chunks.of(group, ENTRIES_PER_CALL, recipientsPerCall, Delivery::recipients)
                    .stream())
        .toList();
  }

  /// A unit by itself is not measured: it has a call of its own whatever it weighs.
  private static List<List<Delivery>> ofBytes(List<Delivery> group) {
    if (group.size() == 1) {
      return List.of(group);
    }
    int room = BYTES_PER_CALL - RequestSize.shared(group.getFirst().email());
    return Chunks.of(group, Integer.MAX_VALUE, room, unit -> RequestSize.unit(unit.mailed()));
  }

  private static Object keyOf(Delivery unit) {
    return switch (unit.email().content()) {
      case Content.Template template when !unit.alone() ->
          new Shared(
              template,
              unit.email().from(),
              unit.email().replyTo(),
              unit.email().attachments(),
              Optional.ofNullable(unit.email().tenant()));
      case Content.Template _, Content.Simple _ -> unit.key();
    };
  }
}
