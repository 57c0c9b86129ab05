package dev.postrider.simulation;

import java.util.random.RandomGenerator;

/// How likely each fault is, as probabilities between 0 and 1. `docs/reliability.md` has the table.
///
/// @param sqs of the queues
/// @param sesCall of calls to SES
/// @param sesEntry of single mails in calls that SES took
/// @param events of SES's events
/// @param table of calls to DynamoDB
/// @param queueCall of calls to SQS
/// @param control of calls to GetAccount and to Lambda's event source mappings
/// @param unprocessedKeys of each key of a batch read
/// @param killedAtStep of each call that an instance makes: the instance dies within it or soon
///     after
/// @param answerOfFunctionLost of each invocation
record FaultModel(
    Sqs sqs,
    SesCall sesCall,
    SesEntry sesEntry,
    Events events,
    CallFaults table,
    CallFaults queueCall,
    CallFaults control,
    double unprocessedKeys,
    double killedAtStep,
    double answerOfFunctionLost) {

  /// @param deliveredTwice a message that is being worked on is handed out again at once
  /// @param deliveredLate a deleted message is handed out once more, up to ten minutes later
  /// @param deleteLost the acknowledgement does not arrive
  /// @param entryFailed one message of a SendMessageBatch fails
  record Sqs(double deliveredTwice, double deliveredLate, double deleteLost, double entryFailed) {}

  /// @param unreachable no connection is made
  /// @param throttled 429 although the rate is kept
  /// @param unavailable 503
  /// @param failedBefore 500, 502 or 504, and nothing was accepted
  /// @param failedAfter 500, 502 or 504, and the mail was accepted
  /// @param answerLost accepted, and then the client times out
  /// @param slow accepted up to 30 s after the call, whether or not the client still waits
  record SesCall(
      double unreachable,
      double throttled,
      double unavailable,
      double failedBefore,
      double failedAfter,
      double answerLost,
      double slow) {}

  /// @param refused final for this mail
  /// @param misconfigured a template or a configuration set is missing
  /// @param passing TRANSIENT_FAILURE in a bulk call
  /// @param failed FAILED in a bulk call, accepted or not
  record SesEntry(double refused, double misconfigured, double passing, double failed) {}

  /// @param never is not published at all
  /// @param late comes up to six hours late
  /// @param twice is published twice
  /// @param allLate all events of one mail come up to six hours late, each by its own delay
  /// @param noneAtAll no event of one mail is published
  record Events(double never, double late, double twice, double allLate, double noneAtAll) {}

  /// Probabilities of one attempt at a call to an AWS service.
  ///
  /// @param throttled answered at once, without effect
  /// @param requestLost no answer and no effect
  /// @param answerLost no answer, after the effect
  record CallFaults(double throttled, double requestLost, double answerLost) {
    static final CallFaults NONE = new CallFaults(0, 0, 0);

    CallFaults times(double factor) {
      return new CallFaults(throttled * factor, requestLost * factor, answerLost * factor);
    }
  }

  /// More than AWS does on an ordinary day.
  static final FaultModel ORDINARY =
      new FaultModel(
          new Sqs(0.005, 0.002, 0.002, 0.002),
          new SesCall(0.001, 0.002, 0.001, 0.001, 0.001, 0.002, 0.000_5),
          new SesEntry(0.002, 0.000_5, 0.002, 0.002),
          new Events(0.001, 0.02, 0.02, 0.01, 0.000_5),
          new CallFaults(0.005, 0.000_3, 0.001),
          new CallFaults(0.003, 0.000_3, 0.001),
          new CallFaults(0.02, 0.005, 0.005),
          0.005,
          0.000_3,
          0.001);

  /// Only what does not slow sending down: for runs that measure the pace.
  static final FaultModel CALM =
      new FaultModel(
          new Sqs(0.005, 0.002, 0.002, 0),
          new SesCall(0, 0, 0, 0, 0, 0, 0),
          new SesEntry(0.002, 0, 0, 0),
          new Events(0.001, 0.02, 0.02, 0.01, 0.000_5),
          CallFaults.NONE,
          CallFaults.NONE,
          CallFaults.NONE,
          0,
          0,
          0);

  /// The faults of one run: each group by itself is absent, ordinary, three times or ten times as
  /// frequent.
  static FaultModel drawn(RandomGenerator random) {
    FaultModel o = ORDINARY;
    double sqs = factor(random);
    double sesCall = factor(random);
    double sesEntry = factor(random);
    double events = factor(random);
    return new FaultModel(
        new Sqs(
            o.sqs.deliveredTwice * sqs,
            o.sqs.deliveredLate * sqs,
            o.sqs.deleteLost * sqs,
            o.sqs.entryFailed * sqs),
        new SesCall(
            o.sesCall.unreachable * sesCall,
            o.sesCall.throttled * sesCall,
            o.sesCall.unavailable * sesCall,
            o.sesCall.failedBefore * sesCall,
            o.sesCall.failedAfter * sesCall,
            o.sesCall.answerLost * sesCall,
            o.sesCall.slow * sesCall),
        new SesEntry(
            o.sesEntry.refused * sesEntry,
            o.sesEntry.misconfigured * sesEntry,
            o.sesEntry.passing * sesEntry,
            o.sesEntry.failed * sesEntry),
        new Events(
            o.events.never * events,
            o.events.late * events,
            o.events.twice * events,
            o.events.allLate * events,
            o.events.noneAtAll * events),
        o.table.times(factor(random)),
        o.queueCall.times(factor(random)),
        o.control.times(factor(random)),
        o.unprocessedKeys * factor(random),
        o.killedAtStep * factor(random),
        o.answerOfFunctionLost * factor(random));
  }

  private static double factor(RandomGenerator random) {
    int dice = random.nextInt(10);
    return dice < 2 ? 0 : dice < 7 ? 1 : dice < 9 ? 3 : 10;
  }
}
