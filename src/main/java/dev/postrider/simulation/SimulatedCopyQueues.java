package dev.postrider.simulation;

import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.CopyQueues;
import dev.postrider.dispatch.MessageCopy;
import dev.postrider.dispatch.Received;
import dev.postrider.dispatch.Received.Carried;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One instance's way to the queues: ten copies a call, one call after the other, as
/// `SqsCopyQueues` makes them. A copy that was placed twice comes back twice.
final class SimulatedCopyQueues implements CopyQueues {
  private static final int ENTRIES_PER_CALL = 10;

  private final World world;
  private final Instance instance;

  SimulatedCopyQueues(World world, Instance instance) {
    this.world = world;
    this.instance = instance;
  }

  @Override
  public List<Boolean> place(List<MessageCopy> placements) {
    Map<String, List<Integer>> byQueue = new LinkedHashMap<>();
    for (int i = 0; i < placements.size(); i++) {
      byQueue.computeIfAbsent(queueOf(placements.get(i)), queue -> new ArrayList<>()).add(i);
    }
    Boolean[] placed = new Boolean[placements.size()];
    Arrays.fill(placed, false);
    for (List<Integer> onOne : byQueue.values()) {
      for (int from = 0; from < onOne.size(); from += ENTRIES_PER_CALL) {
        call(onOne.subList(from, Math.min(onOne.size(), from + ENTRIES_PER_CALL)), placements)
            .forEach(index -> placed[index] = true);
      }
    }
    return List.of(placed);
  }

  private static String queueOf(MessageCopy placement) {
    return switch (placement) {
      case MessageCopy.DeferredCopy deferred -> deferred.lane().name();
      case MessageCopy.RejectedCopy _ -> "REJECTED";
      case MessageCopy.HeldCopy _ -> "HELD";
    };
  }

  /// @return the indices that are safely placed
  private List<Integer> call(List<Integer> indices, List<MessageCopy> placements) {
    return instance
        .call(
            world.queueService,
            () -> indices.stream().filter(i -> place(placements.get(i))).toList())
        .orElse(List.of());
  }

  private boolean place(MessageCopy placement) {
    if (world.chance.happens(world.chance.model().sqs().entryFailed())) {
      return false;
    }
    Received record = placement.record();
    switch (placement) {
      case MessageCopy.DeferredCopy deferred -> {
        instance.note("DEFERRED", deferred.id(), deferred.delay().toString());
        long seconds = Math.ceilDiv(deferred.delay().toMillis(), 1_000);
        QueuedMessage copy =
            (deferred.lane() == Batch.Lane.MAIL ? world.mailQueue : world.bulkQueue)
                .send(
                    deferred.id(),
                    record.body(),
                    record.groupId(),
                    carried(deferred),
                    seconds * 1_000_000);
        world.truth.copies.placed(record.messageId(), copy.id(), copy.label(), deferred.reason());
      }
      case MessageCopy.RejectedCopy rejected -> {
        instance.note("REJECTED", rejected.id(), rejected.reason().name());
        world.truth.rejected.add(
            new GroundTruth.EndedCopy(
                rejected.id(), record.body(), rejected.entries(), rejected.reason().name()));
      }
      case MessageCopy.HeldCopy held -> {
        instance.note("HELD", held.id(), held.entries().text());
        world.truth.held.add(
            new GroundTruth.EndedCopy(held.id(), record.body(), held.entries(), ""));
      }
    }
    return true;
  }

  private static Carried carried(MessageCopy.DeferredCopy deferred) {
    return new Carried(
        Optional.of(deferred.id()),
        deferred.attempt(),
        Optional.of(deferred.record().firstSeen()),
        deferred.entries());
  }
}
