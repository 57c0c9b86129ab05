package dev.postrider.simulation;

import dev.postrider.dispatch.BatchLog;
import dev.postrider.dispatch.EntryRanges;
import dev.postrider.feedback.Notification;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What truly happened in a run, also where no instance and no table knows of it. The checks
/// compare it with what was promised.
final class GroundTruth {
  /// How often a unit of unknown outcome may be sent again.
  private static final int RESENDS = 2;

  private final World world;
  final List<Enqueued> orders = new ArrayList<>();
  final Map<String, UnitTruth> units = new LinkedHashMap<>();
  final List<EndedCopy> rejected = new ArrayList<>();
  final List<EndedCopy> held = new ArrayList<>();
  private final Map<SuppressionKey, Long> suppressedSince = new HashMap<>();
  final Set<String> mailed = new HashSet<>();
  final List<Notification> handled = new ArrayList<>();
  final List<Violation> violations = new ArrayList<>();
  final List<RuntimeException> defects = new ArrayList<>();
  final CopyCounts copies = new CopyCounts();
  private final Set<String> stops = new HashSet<>();
  long killed;

  GroundTruth(World world) {
    this.world = world;
  }

  /// A message that a producer enqueued.
  ///
  /// @param entries how many entries it has; 0 when it has none, −1 when it is malformed
  /// @param contested whether its id was used for other content too
  /// @param tooFar whether its `sendAt` is further ahead than a message may be scheduled
  record Enqueued(String id, String body, int entries, boolean contested, boolean tooFar) {}

  /// A copy on the rejected or the held queue.
  record EndedCopy(String id, String body, EntryRanges entries, String reason) {
    boolean covers(@Nullable Integer entry) {
      return entry == null || entries.contains(entry);
    }
  }

  /// What truly happened to one unit.
  static final class UnitTruth {
    final List<Acceptance> acceptances = new ArrayList<>();

    /// Whether SES refused it for good.
    boolean refused;

    /// How often the ledger answered that SES accepted it twice.
    int countedTwice;

    private final Set<String> told = new HashSet<>();
    private String stream = "";
    private long claimedAt = -1;
    private boolean claimedAgain;
    private long offeredAt;
    private long provenAt = Long.MAX_VALUE;
    private boolean cancelled;

    /// How many SES message ids reached the ledger beyond the first.
    int toldTwice() {
      return Math.max(0, told.size() - 1);
    }

    /// Whether an event of it was ever recorded in the ledger.
    boolean proven() {
      return provenAt != Long.MAX_VALUE;
    }
  }

  /// What the instance that made the call knows of its outcome.
  enum SenderKnows {
    /// All of it; it was killed, or could not write, before the ledger knew.
    ANSWERED("answered, then not settled"),
    ANSWER_LOST("answer lost"),
    SERVER_ERROR("answered with 5xx"),
    FAILED_STATUS("answered with FAILED"),
    /// It was killed while the call was under way.
    NOTHING("killed during the call");

    private final String words;

    SenderKnows(String words) {
      this.words = words;
    }
  }

  /// SES took a unit.
  static final class Acceptance {
    private final String sesMessageId;
    private final long offeredAt;
    private boolean proven;

    SenderKnows senderKnows = SenderKnows.NOTHING;

    Acceptance(String sesMessageId, long offeredAt) {
      this.sesMessageId = sesMessageId;
      this.offeredAt = offeredAt;
    }
  }

  UnitTruth unit(String key) {
    return units.computeIfAbsent(key, k -> new UnitTruth());
  }

  /// SES said that it sends nothing for anyone.
  void stopped(String code) {
    stops.add(code);
  }

  /// A dispatcher opens the breaker: promise 4, mail goes on while SES takes it.
  void opens(String reason) {
    if (!stops.contains(reason)) {
      violation(4, "", "the breaker was opened with " + reason + ", which SES had not said");
    }
  }

  void ordered(Enqueued order) {
    orders.add(order);
  }

  /// A claim took effect. Once it was decided to send again, that stands until it is done, also
  /// when the claim is given back and made again.
  ///
  /// @param again whether an earlier outcome had stayed unknown
  void claimed(String key, String stream, boolean again) {
    UnitTruth unit = unit(key);
    unit.stream = stream;
    unit.claimedAt = world.timeline.now();
    unit.claimedAgain |= again;
  }

  /// An event of a unit took effect in the ledger.
  void proven(String key, String sesMessageId) {
    UnitTruth unit = unit(key);
    unit.provenAt = Math.min(unit.provenAt, world.timeline.now());
    for (Acceptance acceptance : unit.acceptances) {
      acceptance.proven |= acceptance.sesMessageId.equals(sesMessageId);
    }
  }

  /// An event found no row that it could be about. One of a mail of ours always finds its row.
  void unknown(String key, String sesMessageId) {
    if (unit(key).acceptances.stream().anyMatch(one -> one.sesMessageId.equals(sesMessageId))) {
      violation(5, key, "an event of a mail that SES accepted found no row");
    }
  }

  /// SES took a mail to these addresses.
  void mailed(List<String> addresses) {
    mailed.addAll(addresses);
  }

  /// The id of a message that SES accepted reached the ledger, by an event or by the dispatcher.
  void told(String key, String sesMessageId) {
    boolean _ = unit(key).told.add(sesMessageId);
  }

  /// The ledger answered that SES accepted the unit twice.
  void countedTwice(String key) {
    unit(key).countedTwice++;
  }

  /// SES accepted a unit. More than once is allowed only for a claim that knew of no Send event, to
  /// a stream whose policy is to resend, a grace after the offer before, and a bounded number of
  /// times. What the ledger's code makes of the time, the stream and the number is not asked.
  Acceptance accepted(String key, String sesMessageId) {
    UnitTruth unit = unit(key);
    if (!unit.acceptances.isEmpty()) {
      if (!unit.claimedAgain) {
        violation(2, key, "SES accepted it twice, and no claim had found its outcome unknown");
      } else if (unit.provenAt < unit.claimedAt) {
        violation(2, key, "SES accepted it twice although its Send event was in the ledger");
      }
      checkResend(key, unit);
    }
    unit.claimedAgain = false;
    Acceptance acceptance = new Acceptance(sesMessageId, unit.offeredAt);
    unit.acceptances.add(acceptance);
    return acceptance;
  }

  private void checkResend(String key, UnitTruth unit) {
    long since = unit.offeredAt - unit.acceptances.getLast().offeredAt;
    long grace = Scenario.GRACE.toNanos() / 1_000 - 2 * world.scenario.skewMicros();
    if (Scenario.HOLD_STREAMS.contains(unit.stream)) {
      violation(2, key, "SES accepted it twice although its stream's policy is to hold");
    }
    if (since < grace) {
      violation(2, key, "SES accepted it twice, and was offered it again within the grace");
    }
    if (unit.acceptances.size() > RESENDS) {
      violation(2, key, "SES accepted it more often than a unit may be resent");
    }
  }

  /// An address became one that must not be mailed, or ceased to be.
  void suppressed(SuppressionKey key, boolean now) {
    if (now) {
      suppressedSince.putIfAbsent(key, world.timeline.now());
    } else {
      suppressedSince.remove(key);
    }
  }

  /// An operator's cancellation took effect.
  void cancelled(String key) {
    unit(key).cancelled = true;
  }

  /// A recipient is offered to SES.
  ///
  /// @param readAt when the instance began to read whether it is suppressed; null when it never did
  void offered(String key, Recipient recipient, @Nullable Long readAt) {
    unit(key).offeredAt = world.timeline.now();
    if (unit(key).cancelled) {
      violation(6, key, "it was offered to SES after an operator had cancelled it");
    }
    if (readAt == null) {
      violation(3, key, "a recipient was mailed whose suppressions were never read");
      return;
    }
    for (SuppressionKey suppression : recipient.keys()) {
      Long since = suppressedSince.get(suppression);
      if (since != null && since < readAt) {
        violation(3, key, "a recipient was mailed although suppressed before it was read");
      }
    }
  }

  /// A notification was handled whole.
  void handled(Notification notification) {
    handled.add(notification);
  }

  /// An instance was killed or timed out.
  void instanceKilled() {
    killed++;
  }

  /// The cause of a duplicate: what the sender knew of the earlier acceptance, and whether the
  /// ledger got an event of it.
  ///
  /// @param n which acceptance, at least 1
  static String cause(UnitTruth unit, int n) {
    Acceptance earlier = unit.acceptances.get(n - 1);
    return earlier.senderKnows.words + (earlier.proven ? ", events late" : ", no event at all");
  }

  void reported(BatchLog log) {
    defects.addAll(log.defects());
  }

  void violation(int promise, String key, String what) {
    violations.add(new Violation(promise, key, what));
    world.trace.note("check", "VIOLATION", key, what);
  }
}
