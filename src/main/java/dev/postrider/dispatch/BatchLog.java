package dev.postrider.dispatch;

import dev.postrider.dispatch.Finished.FinishedUnit;
import dev.postrider.status.StatusEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one invocation did: the one thing that stages hand back. Confined to the invocation's
/// thread; what runs beside it returns values.
public final class BatchLog {
  private final List<Finished> finished = new ArrayList<>();
  private final Set<String> failedMessageIds = new LinkedHashSet<>();
  private final List<RuntimeException> defects = new ArrayList<>();
  private SesCalls calls = SesCalls.NONE;
  private int droppedRecipients;
  private Outcome.@Nullable Deferred stopped;

  /// How many calls were made to SES.
  ///
  /// @param all SendEmail and SendBulkEmail
  /// @param bulk SendBulkEmail alone
  /// @param bulkEntries the entries of those
  public record SesCalls(int all, int bulk, int bulkEntries) {
    public static final SesCalls NONE = new SesCalls(0, 0, 0);

    SesCalls plus(SesCalls more) {
      return new SesCalls(all + more.all, bulk + more.bulk, bulkEntries + more.bulkEntries);
    }
  }

  public void add(Finished one) {
    finished.add(one);
  }

  void addAll(List<? extends Finished> more) {
    finished.addAll(more);
  }

  /// Takes over all that another log holds.
  void addAll(BatchLog part) {
    finished.addAll(part.finished);
    failedMessageIds.addAll(part.failedMessageIds);
    defects.addAll(part.defects);
    calls = calls.plus(part.calls);
    droppedRecipients += part.droppedRecipients;
    stopped = stopped == null ? part.stopped : stopped;
  }

  /// SQS must redeliver the record.
  public void fail(String messageId) {
    failedMessageIds.add(messageId);
  }

  public void defect(RuntimeException defect) {
    defects.add(defect);
  }

  /// Runs a step whose failure harms no other: its defect is kept.
  void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException defect) {
      defect(defect);
    }
  }

  /// One call offered this number of units.
  void offered(int units) {
    called(units == 1 ? new SesCalls(1, 0, 0) : new SesCalls(1, 1, units));
  }

  public void called(SesCalls more) {
    calls = calls.plus(more);
  }

  void dropped(int recipients) {
    droppedRecipients += recipients;
  }

  /// Nothing more can be claimed or sent in this invocation; the first reason stays.
  void stop(Outcome.Deferred why) {
    stopped = stopped == null ? why : stopped;
  }

  /// What becomes of all that is left; empty while more can be sent.
  Optional<Outcome.Deferred> stopped() {
    return Optional.ofNullable(stopped);
  }

  /// The units whose end the ledger could not be told.
  List<FinishedUnit> owing() {
    return finished.stream()
        .flatMap(one -> one instanceof FinishedUnit unit ? Stream.of(unit) : Stream.empty())
        .filter(unit -> unit.owed() != null)
        .toList();
  }

  /// Puts units in the place of what they were before, in the same order.
  void replace(List<FinishedUnit> before, List<FinishedUnit> after) {
    var instead = new IdentityHashMap<Finished, Finished>();
    for (int i = 0; i < before.size(); i++) {
      instead.put(before.get(i), after.get(i));
    }
    finished.replaceAll(one -> instead.getOrDefault(one, one));
  }

  /// All that ended, in the order in which it did; one for each unit that was looked at.
  public List<Finished> finished() {
    return Collections.unmodifiableList(finished);
  }

  /// The records that SQS must redeliver.
  public Set<String> failedMessageIds() {
    return Collections.unmodifiableSet(failedMessageIds);
  }

  /// What should not have happened; the records concerned are redelivered.
  public List<RuntimeException> defects() {
    return Collections.unmodifiableList(defects);
  }

  public SesCalls calls() {
    return calls;
  }

  /// Recipients left out of mail that went to others, as suppressed.
  public int droppedRecipients() {
    return droppedRecipients;
  }

  /// What services are to be told.
  public List<StatusEvent> events() {
    return finished.stream()
        .flatMap(one -> OutcomeEvents.of(one, failedMessageIds.contains(one.record().messageId())))
        .toList();
  }
}
