package dev.postrider.simulation;

import dev.postrider.dispatch.Delivery;
import dev.postrider.email.Email;
import dev.postrider.email.EntryRanges;
import dev.postrider.feedback.Notification;
import dev.postrider.ledger.DeliveryLedger.ReportOutcome;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.suppression.Recipient;
import dev.postrider.suppression.SuppressionKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What truly happened in a run, also where no instance and no table knows of it. The checks
/// compare it with what was promised.
final class GroundTruth {
  /// How often a unit of unknown outcome may be sent again.
  private static final int RESENDS = 2;

  /// How often a unit may be offered after its wait for a wrong setup should have ended. Each
  /// delivery that comes twice begins copies of its own, which end with one offer each: where one
  /// in twenty does, a unit was seen to have ten.
  private static final int MOST_OVERDUE = 20;

  /// Longer than a call to SES takes with all that its instance does after it.
  private static final long ONE_CALL = 60_000_000;

  private final World world;
  final List<Enqueued> orders = new ArrayList<>();
  final Map<String, UnitTruth> units = new LinkedHashMap<>();
  final List<EndedMessage> ended = new ArrayList<>();
  private final Map<SuppressionKey, Long> suppressedSince = new HashMap<>();

  /// The addresses to which SES took mail.
  final Set<String> mailed = new HashSet<>();

  /// The notifications that were handled whole.
  final List<Notification> handled = new ArrayList<>();

  final List<Violation> violations = new ArrayList<>();
  final List<RuntimeException> defects = new ArrayList<>();
  final CopyCounts copies = new CopyCounts();

  /// What SES said why it sends nothing for anyone.
  final Set<String> stops = new HashSet<>();

  /// Instances that were killed or timed out.
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

  /// A message where an operator finds it: a copy on the rejected or the held queue, or a dead
  /// letter.
  ///
  /// @param reason why it was rejected, [#HELD] or [#DEAD_LETTER]
  record EndedMessage(String id, String body, EntryRanges entries, String reason) {
    static final String HELD = "HELD";
    static final String DEAD_LETTER = "DEAD_LETTER";

    /// @param entry null for all that it is about
    boolean isOf(Enqueued order, @Nullable Integer entry) {
      return body.equals(order.body()) && (entry == null || entries.contains(entry));
    }
  }

  /// What truly happened to one unit.
  static final class UnitTruth {
    final List<Acceptance> acceptances = new ArrayList<>();

    /// Whether SES refused it for good.
    boolean refused;

    /// When SES first and last said that it does not take it for a wrong setup; −1 before.
    long misconfiguredFirst = -1;

    long misconfiguredLast = -1;

    /// How often it was still offered then after its wait should have ended.
    private int overdue;

    /// Whether its producer was told that it waits for a wrong setup.
    boolean toldDeferred;

    /// How often the ledger answered that SES accepted it twice.
    int countedTwice;

    /// The SES message ids that reached the ledger, by an event or by the dispatcher.
    final Set<String> told = new HashSet<>();

    /// Whether an operator's cancellation took effect.
    boolean cancelled;

    private String stream = "";
    private long claimedAt = -1;
    private boolean claimedAgain;
    private long offeredAt;
    private long provenAt = Long.MAX_VALUE;

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

  /// A dispatcher opens the breaker: promise 4, mail goes on while SES takes it.
  void opens(String reason) {
    if (!stops.contains(reason)) {
      violation(4, "", "the breaker was opened with " + reason + ", which SES had not said");
    }
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

  /// An event reached the ledger. One of a mail of ours always finds its row.
  void reported(String key, String sesMessageId, ReportOutcome outcome) {
    UnitTruth unit = unit(key);
    List<Acceptance> reported =
        unit.acceptances.stream().filter(one -> one.sesMessageId.equals(sesMessageId)).toList();
    if (!outcome.unknownUnit()) {
      unit.provenAt = Math.min(unit.provenAt, world.timeline.now());
      reported.forEach(acceptance -> acceptance.proven = true);
      unit.told.add(sesMessageId);
    } else if (!reported.isEmpty()) {
      violation(5, key, "an event of a mail that SES accepted found no row");
    }
    if (outcome.sentTwice()) {
      unit.countedTwice++;
    }
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

  /// SES does not take a unit for a wrong setup: promise 1, no mail waits for that without end. An
  /// instance that is killed, and a copy that is not placed, cost a few tries.
  void misconfigured(String key) {
    UnitTruth unit = unit(key);
    long now = world.timeline.now();
    unit.misconfiguredFirst = unit.misconfiguredFirst < 0 ? now : unit.misconfiguredFirst;
    unit.misconfiguredLast = now;
    boolean late = now - unit.misconfiguredFirst > end() + 2 * world.scenario.skewMicros();
    unit.overdue += late ? 1 : 0;
    if (unit.overdue > MOST_OVERDUE) {
      violation(
          1, key, "it was offered again and again after its wait for a wrong setup had ended");
    }
  }

  /// Whether a unit that was given up for a wrong setup had waited for it long enough.
  boolean waitedLongEnough(UnitTruth unit) {
    long waited = unit.misconfiguredLast - unit.misconfiguredFirst;
    return waited >= end() - 2 * world.scenario.skewMicros() - ONE_CALL;
  }

  private static long end() {
    return Scenario.MISCONFIGURED_FOR.toNanos() / 1_000;
  }

  /// A status event was published.
  void published(StatusEvent event) {
    if (event.status() == Status.DEFERRED) {
      unit(event.subject().key()).toldDeferred = true;
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

  /// A unit is offered to SES.
  ///
  /// @param readAt when the instance began to read whether a recipient is suppressed; without those
  ///     whom it never read
  void offered(Delivery delivery, Map<Recipient, List<Long>> readAt) {
    String key = delivery.key();
    unit(key).offeredAt = world.timeline.now();
    if (unit(key).cancelled) {
      violation(6, key, "it was offered to SES after an operator had cancelled it");
    }
    Email.Unit mailed = delivery.mailed();
    Stream.of(mailed.to(), mailed.cc(), mailed.bcc())
        .flatMap(List::stream)
        .map(to -> new Recipient(to.key(), delivery.email().stream(), delivery.email().tenant()))
        .forEach(recipient -> offered(key, recipient, ownRead(key, readAt.get(recipient))));
  }

  /// The lookup that was the unit's own: the next slice's may name the same recipient, and comes
  /// while the unit is being sent.
  private @Nullable Long ownRead(String key, @Nullable List<Long> reads) {
    long claimedAt = unit(key).claimedAt;
    return reads == null
        ? null
        : Collections.min(reads, Comparator.comparingLong(readAt -> Math.abs(readAt - claimedAt)));
  }

  private void offered(String key, Recipient recipient, @Nullable Long readAt) {
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

  /// The cause of a duplicate: what the sender knew of the earlier acceptance, and whether the
  /// ledger got an event of it.
  ///
  /// @param n which acceptance, at least 1
  static String cause(UnitTruth unit, int n) {
    Acceptance earlier = unit.acceptances.get(n - 1);
    return earlier.senderKnows.words + (earlier.proven ? ", events late" : ", no event at all");
  }

  void violation(int promise, String key, String what) {
    violations.add(new Violation(promise, key, what));
    world.trace.note("check", "VIOLATION", key, what);
  }
}
