package dev.postrider.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What the units of one record add up to: copies to enqueue, and whether SQS redelivers. Pure.
///
/// @param returned whether SQS must redeliver the record
/// @param wishes the copies, each with the units it stands for
record RecordEnds(Received record, boolean returned, List<Wish> wishes) {

  /// A copy to enqueue.
  ///
  /// @param ends the units that it stands for
  record Wish(Placement placement, List<UnitEnd> ends) {}

  static RecordEnds of(Received record, List<UnitEnd> ends) {
    Map<ParkReason, List<UnitEnd>> parked = new EnumMap<>(ParkReason.class);
    Map<RejectReason, List<UnitEnd>> rejected = new EnumMap<>(RejectReason.class);
    List<UnitEnd> held = new ArrayList<>();
    boolean returned = false;
    for (UnitEnd end : ends) {
      switch (end.fate()) {
        case Fate.Ended _ -> {}
        case Fate.Parked park ->
            parked.computeIfAbsent(park.reason(), reason -> new ArrayList<>()).add(end);
        case Fate.Rejected reject ->
            rejected.computeIfAbsent(reject.reason(), reason -> new ArrayList<>()).add(end);
        case Fate.Held _ -> held.add(end);
        case Fate.Returned _ -> returned = true;
      }
    }
    List<Wish> wishes = new ArrayList<>();
    rejected.forEach((reason, group) -> wishes.add(rejection(record, reason, group)));
    if (!held.isEmpty()) {
      wishes.add(new Wish(new Placement.Held(record, idOf(held), entriesOf(held)), held));
    }
    if (!returned) {
      // A redelivered record covers what would be parked.
      parked.forEach((reason, group) -> wishes.add(parking(record, reason, group)));
    }
    return new RecordEnds(record, returned, wishes);
  }

  private static Wish rejection(Received record, RejectReason reason, List<UnitEnd> group) {
    String detail =
        group.stream()
            .map(UnitEnd::fate)
            .filter(Fate.Rejected.class::isInstance)
            .map(fate -> ((Fate.Rejected) fate).detail())
            .findFirst()
            .orElseThrow();
    return new Wish(
        new Placement.Rejected(record, idOf(group), entriesOf(group), reason, detail), group);
  }

  private static Wish parking(Received record, ParkReason reason, List<UnitEnd> group) {
    Duration delay =
        group.stream()
            .map(UnitEnd::fate)
            .filter(Fate.Parked.class::isInstance)
            .map(fate -> ((Fate.Parked) fate).delay())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    int attempt = record.carried().attempt() + (reason.countsAsAttempt() ? 1 : 0);
    return new Wish(
        new Placement.Parked(
            record,
            idOf(group),
            entriesOf(group),
            group.getFirst().task().lane(),
            delay,
            attempt,
            reason),
        group);
  }

  private static String idOf(List<UnitEnd> group) {
    return group.getFirst().task().email().id();
  }

  private static EntryRanges entriesOf(List<UnitEnd> group) {
    return EntryRanges.of(
        group.stream().flatMap(end -> end.task().unit().entry().stream()).toList());
  }
}
