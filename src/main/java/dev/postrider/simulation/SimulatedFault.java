package dev.postrider.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A fault that the world injects, with its probability between 0 and 1: more than AWS does on an
/// ordinary day. `docs/reliability.md` has the table.
enum SimulatedFault {
  /// A message that is being worked on is handed out again at once.
  DELIVERED_TWICE(Group.QUEUE, 0.005),
  /// A deleted message is handed out once more, up to ten minutes later.
  DELIVERED_LATE(Group.QUEUE, 0.002),
  /// The acknowledgement does not arrive.
  DELETE_LOST(Group.QUEUE, 0.002),
  /// One message of a SendMessageBatch fails.
  COPY_FAILED(Group.QUEUE, 0.002),

  /// No connection to SES is made.
  SES_UNREACHABLE(Group.SES_CALL, 0.001),
  /// 429 although the rate is kept.
  SES_THROTTLED(Group.SES_CALL, 0.002),
  /// 503.
  SES_UNAVAILABLE(Group.SES_CALL, 0.001),
  /// 500, 502 or 504, and nothing was accepted.
  SES_FAILED_BEFORE(Group.SES_CALL, 0.001),
  /// 500, 502 or 504, and the mail was accepted.
  SES_FAILED_AFTER(Group.SES_CALL, 0.001),
  /// Accepted, and then the client times out.
  SES_ANSWER_LOST(Group.SES_CALL, 0.002),
  /// Accepted up to 30 s after the call, whether or not the client still waits.
  SES_SLOW(Group.SES_CALL, 0.000_5),

  /// Final for this mail, in a call that SES took.
  MAIL_REFUSED(Group.SES_MAIL, 0.002),
  /// A template or a configuration set is missing.
  MAIL_MISCONFIGURED(Group.SES_MAIL, 0.000_5),
  /// TRANSIENT_FAILURE in a bulk call.
  MAIL_NOT_NOW(Group.SES_MAIL, 0.002),
  /// FAILED in a bulk call, accepted or not.
  MAIL_FAILED(Group.SES_MAIL, 0.002),

  /// An event is not published at all.
  EVENT_NEVER(Group.EVENT, 0.001),
  /// An event comes up to six hours late.
  EVENT_LATE(Group.EVENT, 0.02),
  /// An event is published twice.
  EVENT_TWICE(Group.EVENT, 0.02),
  /// All events of one mail come up to six hours late, each by its own delay.
  ALL_EVENTS_LATE(Group.EVENT, 0.01),
  /// No event of one mail is published.
  NO_EVENT(Group.EVENT, 0.000_5),

  // Of each attempt at a call to an AWS service: throttled is answered at once, without effect; a
  // lost request has no answer and no effect; a lost answer has its effect.
  TABLE_THROTTLED(Group.TABLE, 0.005),
  TABLE_REQUEST_LOST(Group.TABLE, 0.000_3),
  TABLE_ANSWER_LOST(Group.TABLE, 0.001),
  SQS_THROTTLED(Group.SQS_CALL, 0.003),
  SQS_REQUEST_LOST(Group.SQS_CALL, 0.000_3),
  SQS_ANSWER_LOST(Group.SQS_CALL, 0.001),
  /// GetAccount and the event source mappings.
  CONTROL_THROTTLED(Group.CONTROL, 0.02),
  CONTROL_REQUEST_LOST(Group.CONTROL, 0.005),
  CONTROL_ANSWER_LOST(Group.CONTROL, 0.005),

  /// Of each statement of a batch that reaches the table: it fails alone, without effect.
  STATEMENT_FAILED(Group.BATCH_WRITE, 0.005),
  /// It takes effect, and its answer says that it failed.
  STATEMENT_ANSWER_LOST(Group.BATCH_WRITE, 0.001),
  /// Of each key of a batch read.
  KEY_UNPROCESSED(Group.BATCH_READ, 0.005),
  /// Of each call that an instance makes: the instance dies within it or soon after.
  KILLED(Group.INSTANCE, 0.000_3),
  /// Of each invocation.
  FUNCTION_ANSWER_LOST(Group.INVOCATION, 0.001);

  /// What is as frequent as each other in one run.
  private enum Group {
    QUEUE,
    SES_CALL,
    SES_MAIL,
    EVENT,
    TABLE,
    SQS_CALL,
    CONTROL,
    BATCH_READ,
    INSTANCE,
    INVOCATION,
    BATCH_WRITE
  }

  private static final Set<SimulatedFault> SLOW_NOTHING_DOWN =
      EnumSet.of(
          DELIVERED_TWICE,
          DELIVERED_LATE,
          DELETE_LOST,
          MAIL_REFUSED,
          EVENT_NEVER,
          EVENT_LATE,
          EVENT_TWICE,
          ALL_EVENTS_LATE,
          NO_EVENT);

  private final Group group;
  private final double ordinary;

  SimulatedFault(Group group, double ordinary) {
    this.group = group;
    this.ordinary = ordinary;
  }

  /// Only what does not slow sending down: for runs that measure the pace.
  static Map<SimulatedFault, Double> calm() {
    Map<SimulatedFault, Double> calm = new EnumMap<>(SimulatedFault.class);
    SLOW_NOTHING_DOWN.forEach(fault -> calm.put(fault, fault.ordinary));
    return calm;
  }

  /// The faults of one run: each group by itself is absent, ordinary, three times or ten times as
  /// frequent.
  static Map<SimulatedFault, Double> drawn(RandomGenerator random) {
    Map<Group, Double> factors = new EnumMap<>(Group.class);
    Map<SimulatedFault, Double> drawn = new EnumMap<>(SimulatedFault.class);
    for (SimulatedFault fault : values()) {
      double factor = factors.computeIfAbsent(fault.group, group -> factor(random));
      drawn.put(fault, fault.ordinary * factor);
    }
    return drawn;
  }

  private static double factor(RandomGenerator random) {
    int dice = random.nextInt(10);
    return dice < 2 ? 0 : dice < 7 ? 1 : dice < 9 ? 3 : 10;
  }
}
