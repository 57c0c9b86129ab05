package dev.postrider.simulation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/// The figures of one run, or of several together.
///
/// @param messages enqueued by producers
/// @param units looked at: mails and entries
/// @param accepted units that SES accepted at least once
/// @param acceptances how often SES accepted one; more than `accepted` by the duplicates
/// @param lost units that ended nowhere
/// @param duplicates second and further acceptances, by cause
/// @param unrecorded units that SES accepted, whose ledger write failed and whose events all stayed
///     away: not lost, but the ledger does not say so
/// @param states units by what the ledger says at the end
/// @param deadLetters messages that were received too often
/// @param heldCopies copies on the held queue
/// @param rejectedCopies copies on the rejected queue
/// @param copies how many copies the messages had that were deferred, by reason and for all reasons
/// @param hops how often in a row such a message came back to the dispatcher, likewise
/// @param calls to SES
/// @param eventDeadLetters events that an operator had to send in again
/// @param killed instances that were killed or timed out
/// @param peakShare the most that was offered in one second, as a share of what is allowed in one:
///     MaxSendRate and the declared burst; the highest of all runs
/// @param usedShare the share of MaxSendRate that was used under backlog; the lowest of the runs
///     that measure it
/// @param meanUsedShare the same, their mean
/// @param measured how many runs measured it
/// @param virtualSeconds how long the runs took in virtual time
public record Figures(
    long runs,
    long messages,
    long units,
    long accepted,
    long acceptances,
    long lost,
    Map<String, Long> duplicates,
    long unrecorded,
    Map<String, Long> states,
    long deadLetters,
    long heldCopies,
    long rejectedCopies,
    Map<String, Spread> copies,
    Map<String, Spread> hops,
    long calls,
    long eventDeadLetters,
    long killed,
    double peakShare,
    double usedShare,
    double meanUsedShare,
    long measured,
    double virtualSeconds) {

  /// Of no run.
  public static final Figures NONE =
      new Figures(
          0, 0, 0, 0, 0, 0, Map.of(), 0, Map.of(), 0, 0, 0, Map.of(), Map.of(), 0, 0, 0, 0, 1, 0, 0,
          0);

  public Figures {
    duplicates = new TreeMap<>(duplicates);
    states = new TreeMap<>(states);
    copies = new TreeMap<>(copies);
    hops = new TreeMap<>(hops);
  }

  /// Both together.
  public Figures plus(Figures other) {
    long allMeasured = measured + other.measured;
    return new Figures(
        runs + other.runs,
        messages + other.messages,
        units + other.units,
        accepted + other.accepted,
        acceptances + other.acceptances,
        lost + other.lost,
        sum(duplicates, other.duplicates, Long::sum),
        unrecorded + other.unrecorded,
        sum(states, other.states, Long::sum),
        deadLetters + other.deadLetters,
        heldCopies + other.heldCopies,
        rejectedCopies + other.rejectedCopies,
        sum(copies, other.copies, Spread::plus),
        sum(hops, other.hops, Spread::plus),
        calls + other.calls,
        eventDeadLetters + other.eventDeadLetters,
        killed + other.killed,
        Math.max(peakShare, other.peakShare),
        Math.min(usedShare, other.usedShare),
        allMeasured == 0
            ? 0
            : (meanUsedShare * measured + other.meanUsedShare * other.measured) / allMeasured,
        allMeasured,
        virtualSeconds + other.virtualSeconds);
  }

  /// Second and further acceptances of all causes.
  public long duplicated() {
    return duplicates.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Duplicates in a million accepted units.
  public double duplicatesPerMillion() {
    return accepted == 0 ? 0 : duplicated() * 1_000_000.0 / accepted;
  }

  /// Copies of messages that were deferred.
  @JsonProperty
  public long deferred() {
    Spread all = copies.get(CopyCounts.ALL);
    return all == null ? 0 : all.total();
  }

  /// Messages that came back to the dispatcher 16 times in a row: what Lambda would stop, did the
  /// dispatcher not have `RecursiveLoop: Allow`.
  @JsonProperty
  public long loops() {
    Spread all = hops.get(CopyCounts.ALL);
    return all == null ? 0 : all.atLeast(16);
  }

  private static <V> Map<String, V> sum(
      Map<String, V> a, Map<String, V> b, BinaryOperator<V> plus) {
    Map<String, V> all = new TreeMap<>(a);
    b.forEach((key, value) -> all.merge(key, value, plus));
    return all;
  }
}
