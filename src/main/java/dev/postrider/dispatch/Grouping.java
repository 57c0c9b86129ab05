package dev.postrider.dispatch;

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
  /// @param recipientsPerCall at most so many recipients in a bulk call, at least 1
  /// @return the calls, in the order of each call's first unit
  static List<SendCall> group(List<Outgoing> units, int recipientsPerCall) {
    Map<Object, List<Outgoing>> groups = new LinkedHashMap<>();
    for (Outgoing outgoing : units) {
      groups.computeIfAbsent(keyOf(outgoing), key -> new ArrayList<>()).add(outgoing);
    }
    return groups.values().stream()
        .flatMap(group -> ofBytes(group).stream())
        .flatMap(
            group ->
                Chunks.of(
                    group,
                    ENTRIES_PER_CALL,
                    recipientsPerCall,
                    outgoing -> outgoing.unit().recipientCount())
                    .stream())
        .map(Grouping::call)
        .toList();
  }

  private static List<List<Outgoing>> ofBytes(List<Outgoing> group) {
    int room = BYTES_PER_CALL - RequestSize.shared(group.getFirst().email());
    return Chunks.of(group, Integer.MAX_VALUE, room, outgoing -> RequestSize.unit(outgoing.unit()));
  }

  private static Object keyOf(Outgoing outgoing) {
    if (outgoing.alone()) {
      return outgoing;
    }
    return switch (outgoing.email().content()) {
      case Content.Simple _ -> outgoing;
      case Content.Template template ->
          new Shared(
              template,
              outgoing.email().from(),
              outgoing.email().replyTo(),
              outgoing.email().attachments(),
              Optional.ofNullable(outgoing.email().tenant()));
    };
  }

  /// The call that carries these units, at least one.
  static SendCall call(List<Outgoing> chunk) {
    return chunk.size() == 1 ? new SendCall.Single(chunk.getFirst()) : new SendCall.Bulk(chunk);
  }
}
