package dev.postrider.simulation;

import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// SES: takes or refuses mail, and may not say which. Answers are what `SesAnswers` makes of SES's.
final class SimulatedSes {
  private static final long CLIENT_TIMEOUT = 10_000_000;

  private final World world;
  final SesLimits limits;
  private final SimulatedSesEvents events;
  final RateMeter offered = new RateMeter();
  private long accepted;
  long calls;

  /// When each recipient was accepted, in order.
  final List<Long> acceptedAt = new ArrayList<>();

  SimulatedSes(World world, SesLimits limits, SimulatedSesEvents events) {
    this.world = world;
    this.limits = limits;
    this.events = events;
  }

  /// One call on its way.
  private final class SesRequest {
    private final Instance caller;
    private final List<Delivery> request;
    private final Consumer<List<SendOutcome>> answer;
    private final List<GroundTruth.Acceptance> acceptances = new ArrayList<>();
    private boolean answered;

    SesRequest(Instance caller, List<Delivery> request, Consumer<List<SendOutcome>> answer) {
      this.caller = caller;
      this.request = request;
      this.answer = answer;
    }

    void arrive(double dice, long back) {
      FaultModel.SesCall model = world.chance.model().sesCall();
      double bound = model.throttled();
      if (dice < bound) {
        reply(back, all(new SendOutcome.Throttled("TooManyRequestsException", true)));
        return;
      }
      if (dice < (bound += model.unavailable())) {
        reply(back, all(new SendOutcome.Throttled("ServiceUnavailable", false)));
        return;
      }
      if (dice < (bound += model.failedBefore())) {
        reply(back, all(new SendOutcome.Unknown("InternalFailure")));
        return;
      }
      List<SendOutcome> outcomes = judge();
      if (dice < (bound += model.failedAfter())) {
        tell(GroundTruth.SenderKnows.SERVER_ERROR);
        reply(back, all(new SendOutcome.Unknown("InternalFailure")));
      } else if (dice < bound + model.answerLost()) {
        tell(GroundTruth.SenderKnows.ANSWER_LOST);
      } else {
        reply(back, outcomes);
      }
    }

    private void reply(long back, List<SendOutcome> outcomes) {
      world.timeline.after(
          back,
          () -> {
            if (!answered) {
              answered = true;
              note(outcomes);
              answer.accept(outcomes);
            }
          });
    }

    private void note(List<SendOutcome> outcomes) {
      if (caller.alive()) {
        for (GroundTruth.Acceptance acceptance : acceptances) {
          if (acceptance.senderKnows == GroundTruth.SenderKnows.NOTHING) {
            acceptance.senderKnows = GroundTruth.SenderKnows.ANSWERED;
          }
        }
      }
      for (int i = 0; i < outcomes.size(); i++) {
        String key = request.get(i).key();
        caller.note("SES_ANSWERED", key, name(outcomes.get(i)));
      }
    }

    void timeOut() {
      if (!answered) {
        answered = true;
        tell(GroundTruth.SenderKnows.ANSWER_LOST);
        List<SendOutcome> outcomes = all(new SendOutcome.Unknown("ApiCallTimeoutException"));
        note(outcomes);
        answer.accept(outcomes);
      }
    }

    private void tell(GroundTruth.SenderKnows what) {
      acceptances.forEach(acceptance -> acceptance.senderKnows = what);
    }

    private List<SendOutcome> all(SendOutcome outcome) {
      return request.stream().map(unit -> outcome).toList();
    }

    private List<SendOutcome> judge() {
      boolean bulk = request.size() > 1;
      return request.stream().map(unit -> judge(unit, bulk)).toList();
    }

    private SendOutcome judge(Delivery delivery, boolean bulk) {
      long now = world.timeline.now();
      int recipients = delivery.recipients();
      var stop = limits.stop(now);
      if (stop.isPresent()) {
        world.truth.stopped(stop.get().code());
        return new SendOutcome.Stopped(stop.get().code());
      }
      if (world.scenario.isPaused(delivery.email().tenant(), now)) {
        return new SendOutcome.TenantPaused("TENANT_SENDING_PAUSED");
      }
      if (!limits.quotaAllows(now, recipients)) {
        world.truth.stopped("DAILY_QUOTA");
        return new SendOutcome.Stopped("DAILY_QUOTA");
      }
      if (!limits.rateAllows(now, recipients)) {
        return new SendOutcome.Throttled("TooManyRequestsException", true);
      }
      FaultModel.SesEntry model = world.chance.model().sesEntry();
      double dice = world.chance.dice();
      if (dice < model.refused()) {
        world.truth.unit(delivery.unit().key()).refused = true;
        return new SendOutcome.Refused("MessageRejected", "request-" + calls);
      }
      if (dice < model.refused() + model.misconfigured()) {
        return new SendOutcome.Misconfigured("NotFoundException", "request-" + calls);
      }
      double bulkDice = bulk ? world.chance.dice() : 1;
      if (bulkDice < model.passing()) {
        return new SendOutcome.Throttled("TRANSIENT_FAILURE", false);
      }
      boolean failed = bulkDice < model.passing() + model.failed();
      if (failed && world.chance.happens(0.5)) {
        return new SendOutcome.Unknown("FAILED");
      }
      String id = accept(delivery);
      if (failed) {
        acceptances.getLast().senderKnows = GroundTruth.SenderKnows.FAILED_STATUS;
        return new SendOutcome.Unknown("FAILED");
      }
      return new SendOutcome.Accepted(id);
    }

    private String accept(Delivery delivery) {
      String key = delivery.key();
      int recipients = delivery.recipients();
      String id = "ses-" + ++accepted;
      world.trace.note("ses", "ACCEPTED", key, id);
      acceptances.add(world.truth.accepted(key, id));
      limits.sent(world.timeline.now(), recipients);
      for (int i = 0; i < recipients; i++) {
        acceptedAt.add(world.timeline.now());
      }
      events.accepted(delivery, id);
      return id;
    }
  }

  /// Makes a call, once.
  void send(Instance caller, List<Delivery> request, Consumer<List<SendOutcome>> answer) {
    FaultModel.SesCall model = world.chance.model().sesCall();
    SesRequest call = new SesRequest(caller, request, answer);
    if (world.chance.happens(model.unreachable())) {
      call.reply(
          world.chance.upTo(2_000_000), call.all(new SendOutcome.Throttled("Connect", false)));
      return;
    }
    calls++;
    offered.offer(world.timeline.now(), request.stream().mapToInt(Delivery::recipients).sum());
    for (Delivery delivery : request) {
      caller.note("OFFERED", delivery.key(), "");
    }
    long way = 5_000 + world.chance.upTo(40_000);
    if (world.chance.happens(model.slow())) {
      way = world.chance.upTo(30_000_000);
    }
    long back = 5_000 + world.chance.upTo(40_000);
    double dice = world.chance.dice();
    world.timeline.after(way, () -> call.arrive(dice, back));
    world.timeline.after(CLIENT_TIMEOUT, call::timeOut);
  }

  private static String name(SendOutcome outcome) {
    return switch (outcome) {
      case SendOutcome.Accepted(String id) -> "Accepted " + id;
      case SendOutcome.Throttled(String code, boolean _) -> "Throttled " + code;
      case SendOutcome.Refused(String code, String _) -> "Refused " + code;
      case SendOutcome.Misconfigured(String code, String _) -> "Misconfigured " + code;
      case SendOutcome.Stopped(String code) -> "Stopped " + code;
      case SendOutcome.TenantPaused(String code) -> "TenantPaused " + code;
      case SendOutcome.Unknown(String code) -> "Unknown " + code;
    };
  }
}
