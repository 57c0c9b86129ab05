package dev.postrider.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Enqueues the copies that the outcomes of a batch ask for, and tells which records SQS must
/// redeliver. Units of one record that end alike share a copy.
final class CopyStage {
  private final CopyQueues copyQueues;
  private final SettleStage settling;

  CopyStage(CopyQueues copyQueues, SettleStage settling) {
    this.copyQueues = copyQueues;
    this.settling = settling;
  }

  /// A copy to enqueue.
  ///
  /// @param units that it stands for; none for a whole message
  private record Wanted(MessageCopy copy, List<Finished.FinishedUnit> units) {}

  /// @param log takes the records that SQS must redeliver
  void place(BatchLog log, Deadlines times) {
    List<Wanted> wanted = new ArrayList<>();
    Map<String, List<Finished.FinishedUnit>> byRecord = new LinkedHashMap<>();
    for (Finished one : log.finished()) {
      switch (one) {
        case Finished.FinishedMessage message -> wanted.add(new Wanted(copyOf(message), List.of()));
        case Finished.FinishedUnit unit ->
            byRecord.computeIfAbsent(unit.record().messageId(), id -> new ArrayList<>()).add(unit);
      }
    }
    byRecord.values().forEach(units -> wanted.addAll(copiesOf(units, log)));
    if (wanted.isEmpty()) {
      return;
    }
    List<Boolean> placed = placed(wanted, log);
    List<Finished.FinishedUnit> safe = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      if (placed.get(i)) {
        safe.addAll(wanted.get(i).units());
      } else {
        log.fail(wanted.get(i).copy().record().messageId());
      }
    }
    try {
      settling.settleCopied(safe, times.endBy());
    } catch (RuntimeException defect) {
      log.defect(defect);
    }
  }

  private List<Boolean> placed(List<Wanted> wanted, BatchLog log) {
    try {
      return copyQueues.place(wanted.stream().map(Wanted::copy).toList());
    } catch (RuntimeException defect) {
      log.defect(defect);
      return wanted.stream().map(copy -> false).toList();
    }
  }

  private static MessageCopy copyOf(Finished.FinishedMessage message) {
    Received record = message.record();
    EntryRanges entries = record.carried().entries();
    return switch (message.outcome()) {
      case Outcome.Deferred(DeferReason why, String _, Duration delay) ->
          new MessageCopy.DeferredCopy(
              record,
              message.key(),
              entries,
              message.lane(),
              delay,
              record.carried().attempt(),
              why);
      case Outcome.Rejected(RejectReason why, String detail, String _) ->
          new MessageCopy.RejectedCopy(record, message.key(), entries, why, detail);
      case Outcome other ->
          throw new IllegalStateException("no copy of a message is " + other.label());
    };
  }

  /// @param units of one record
  private static List<Wanted> copiesOf(List<Finished.FinishedUnit> units, BatchLog log) {
    Map<DeferReason, List<Finished.FinishedUnit>> deferred = new EnumMap<>(DeferReason.class);
    Map<RejectReason, List<Finished.FinishedUnit>> rejected = new EnumMap<>(RejectReason.class);
    List<Finished.FinishedUnit> held = new ArrayList<>();
    boolean returned = false;
    for (Finished.FinishedUnit unit : units) {
      switch (unit.outcome()) {
        case Outcome.Deferred one ->
            deferred.computeIfAbsent(one.why(), why -> new ArrayList<>()).add(unit);
        case Outcome.Rejected one ->
            rejected.computeIfAbsent(one.why(), why -> new ArrayList<>()).add(unit);
        case Outcome.Held _ -> held.add(unit);
        case Outcome.Returned _ -> returned = true;
        case Outcome.Sent _,
            Outcome.SentTwice _,
            Outcome.Duplicate _,
            Outcome.Suppressed _,
            Outcome.Expired _ -> {}
      }
    }
    List<Wanted> copies = new ArrayList<>();
    rejected.values().forEach(group -> copies.add(rejectedCopy(group)));
    if (!held.isEmpty()) {
      Received record = held.getFirst().record();
      copies.add(new Wanted(new MessageCopy.HeldCopy(record, idOf(held), entriesOf(held)), held));
    }
    if (returned) {
      // The redelivered record covers what would be deferred.
      log.fail(units.getFirst().record().messageId());
    } else {
      deferred.forEach((why, group) -> copies.add(deferredCopy(why, group)));
    }
    return copies;
  }

  private static Wanted rejectedCopy(List<Finished.FinishedUnit> group) {
    var first = (Outcome.Rejected) group.getFirst().outcome();
    return new Wanted(
        new MessageCopy.RejectedCopy(
            group.getFirst().record(), idOf(group), entriesOf(group), first.why(), first.detail()),
        group);
  }

  private static Wanted deferredCopy(DeferReason why, List<Finished.FinishedUnit> group) {
    Received record = group.getFirst().record();
    Duration delay =
        group.stream()
            .map(unit -> ((Outcome.Deferred) unit.outcome()).delay())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    int attempt = record.carried().attempt() + (why.countsAsAttempt() ? 1 : 0);
    Batch.Lane lane = group.getFirst().delivery().lane();
    return new Wanted(
        new MessageCopy.DeferredCopy(
            record, idOf(group), entriesOf(group), lane, delay, attempt, why),
        group);
  }

  private static String idOf(List<Finished.FinishedUnit> group) {
    return group.getFirst().delivery().email().id();
  }

  private static EntryRanges entriesOf(List<Finished.FinishedUnit> group) {
    return EntryRanges.of(
        group.stream().flatMap(unit -> unit.delivery().unit().entry().stream()).toList());
  }
}
