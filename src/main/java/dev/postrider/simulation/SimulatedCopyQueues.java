package dev.postrider.simulation;

import dev.postrider.calls.Chunks;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.CopyQueues;
import dev.postrider.dispatch.MessageCopy;
import dev.postrider.dispatch.Received;
import dev.postrider.dispatch.Received.Carried;
import dev.postrider.simulation.GroundTruth.EndedMessage;
import dev.postrider.simulation.SimulatedQueue.QueuedMessage;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One instance's way to the queues: ten copies a call, one call after the other, as
/// `SqsCopyQueues` makes them. A copy that was placed twice comes back twice.
record SimulatedCopyQueues(World world, Instance instance) implements CopyQueues {
  private static final int ENTRIES_PER_CALL = 10;

  @Override
  public List<Boolean> place(List<MessageCopy> copies) {
    Set<MessageCopy> placed = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<String, List<MessageCopy>> byQueue =
        copies.stream()
            .collect(
                Collectors.groupingBy(
                    SimulatedCopyQueues::queueOf, LinkedHashMap::new, Collectors.toList()));
    for (List<MessageCopy> onOne : byQueue.values()) {
      for (List<MessageCopy> chunk : Chunks.of(onOne, ENTRIES_PER_CALL)) {
        instance
            .call(world.queueService, () -> chunk.stream().filter(this::place).toList())
            .ifPresent(placed::addAll);
      }
    }
    return copies.stream().map(placed::contains).toList();
  }

  private static String queueOf(MessageCopy copy) {
    return copy instanceof MessageCopy.DeferredCopy deferred
        ? deferred.lane().name()
        : copy.getClass().getSimpleName();
  }

  private boolean place(MessageCopy copy) {
    if (world.chance.happens(SimulatedFault.COPY_FAILED)) {
      return false;
    }
    Received record = copy.record();
    switch (copy) {
      case MessageCopy.DeferredCopy deferred -> {
        instance.note("DEFERRED", deferred.id(), deferred.delay().toString());
        long seconds = Math.ceilDiv(deferred.delay().toMillis(), 1_000);
        Carried carried =
            new Carried(
                Optional.of(deferred.id()),
                deferred.attempt(),
                Optional.of(record.firstSeen()),
                deferred.entries(),
                deferred.misconfiguredSince());
        QueuedMessage sent =
            (deferred.lane() == Batch.Lane.MAIL ? world.mailQueue : world.bulkQueue)
                .send(deferred.id(), record.body(), record.groupId(), carried, seconds * 1_000_000);
        world.truth.copies.placed(
            record.messageId(), sent.received.messageId(), sent.label, deferred.reason());
      }
      case MessageCopy.RejectedCopy rejected -> {
        String reason = rejected.reason().name();
        instance.note("REJECTED", rejected.id(), reason);
        world.truth.ended.add(
            new EndedMessage(rejected.id(), record.body(), rejected.entries(), reason));
      }
      case MessageCopy.HeldCopy held -> {
        instance.note("HELD", held.id(), held.entries().text());
        world.truth.ended.add(
            new EndedMessage(held.id(), record.body(), held.entries(), EndedMessage.HELD));
      }
    }
    return true;
  }
}
