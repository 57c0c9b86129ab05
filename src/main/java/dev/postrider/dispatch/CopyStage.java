package dev.postrider.dispatch;

import dev.postrider.email.EntryRanges;
import dev.postrider.ledger.Diagnostic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Enqueues the copies that the outcomes of a batch ask for, and tells which records SQS must
/// redeliver. Units of one record that end alike share a copy.
record CopyStage(CopyQueues copyQueues, OutcomeRecorder recorder) {

  /// What shares a copy: units of one record with the same kind of outcome, for the same reason.
  ///
  /// @param code of what is rejected, so that each copy says why its units were; empty otherwise
  private record Alike(String messageId, String outcome, String reason, String code) {

    static Alike of(Finished one) {
      Outcome outcome = one.outcome();
      String code = outcome instanceof Outcome.Rejected ? outcome.code() : "";
      return new Alike(one.record().messageId(), outcome.label(), outcome.reason(), code);
    }
  }

  /// @param log takes the records that SQS must redeliver
  void place(BatchLog log, Deadlines times) {
    log.finished().stream()
        .filter(one -> one.outcome() instanceof Outcome.Returned)
        .forEach(one -> log.fail(one.record().messageId()));
    List<List<Finished>> groups = groups(log);
    if (groups.isEmpty()) {
      return;
    }
    List<Boolean> placed = placed(groups, log);
    List<Finished> safe = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      if (placed.get(i)) {
        safe.addAll(groups.get(i));
      } else {
        log.fail(groups.get(i).getFirst().record().messageId());
      }
    }
    log.attempt(() -> recorder.settleCopied(safe, times.endBy()));
  }

  /// What needs a copy, by the copies that it needs. A record that is redelivered covers what would
  /// be deferred.
  private static List<List<Finished>> groups(BatchLog log) {
    Map<Alike, List<Finished>> groups = new LinkedHashMap<>();
    for (Finished one : log.finished()) {
      String messageId = one.record().messageId();
      boolean needsCopy =
          one.outcome().waitsForItsCopy()
              || (one.outcome() instanceof Outcome.Deferred
                  && !log.failedMessageIds().contains(messageId));
      if (needsCopy) {
        groups.computeIfAbsent(Alike.of(one), key -> new ArrayList<>()).add(one);
      }
    }
    return List.copyOf(groups.values());
  }

  private List<Boolean> placed(List<List<Finished>> groups, BatchLog log) {
    try {
      return copyQueues.place(groups.stream().map(CopyStage::copy).toList());
    } catch (RuntimeException defect) {
      log.defect(defect);
      return groups.stream().map(group -> false).toList();
    }
  }

  private static MessageCopy copy(List<Finished> group) {
    Finished first = group.getFirst();
    Received record = first.record();
    EntryRanges entries =
        first.unit().isEmpty()
            ? record.carried().entries()
            : EntryRanges.of(
                group.stream()
                    .flatMap(one -> one.unit().stream())
                    .flatMap(unit -> unit.unit().entry().stream())
                    .toList());
    return switch (first.outcome()) {
      case Outcome.Deferred(DeferReason why, Diagnostic _, Duration _) ->
          new MessageCopy.DeferredCopy(
              record,
              first.id(),
              entries,
              first.lane(),
              longestDelay(group),
              record.carried().attempt() + (why.countsAsAttempt() ? 1 : 0),
              why,
              misconfiguredSince(group, why));
      case Outcome.Rejected(RejectReason why, String detail, Diagnostic _) ->
          new MessageCopy.RejectedCopy(record, first.id(), entries, why, detail);
      case Outcome.Held _ -> new MessageCopy.HeldCopy(record, first.id(), entries);
      case Outcome.Sent _,
          Outcome.SentTwice _,
          Outcome.Duplicate _,
          Outcome.Suppressed _,
          Outcome.Expired _,
          Outcome.Returned _ ->
          throw new IllegalStateException("no copy is " + first.outcome().label());
    };
  }

  /// The time goes on while the units wait for something else in between.
  private static Optional<Instant> misconfiguredSince(List<Finished> group, DeferReason why) {
    Optional<Instant> carried = group.getFirst().record().misconfiguredSince();
    return carried.isPresent() || why != DeferReason.MISCONFIGURED
        ? carried
        : group.stream().map(Finished::at).min(Comparator.naturalOrder());
  }

  private static Duration longestDelay(List<Finished> group) {
    return group.stream()
        .map(one -> ((Outcome.Deferred) one.outcome()).delay())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
