package dev.postrider.simulation;

import dev.postrider.dispatch.Outgoing;
import dev.postrider.dispatch.SendCall;
import dev.postrider.dispatch.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// SES: takes or refuses mail, and may not say which. Answers are what `SesAnswers` makes of SES's.
final class SimulatedSes {
  private static final long CLIENT_TIMEOUT = 10_000_000;

  private final World world;
  private final SesLimits limits;
  private final SesEvents events;
  private final RateMeter offered = new RateMeter();
  private long accepted;
  private long calls;
  private final List<Long> acceptedAt = new ArrayList<>();

  SimulatedSes(World world, SesLimits limits, SesEvents events) {
    this.world = world;
    this.limits = limits;
    this.events = events;
  }

  SesLimits limits() {
    return limits;
  }

  RateMeter offered() {
    return offered;
  }

  long calls() {
    return calls;
  }

  /// When each recipient was accepted, in order.
  List<Long> acceptedAt() {
    return acceptedAt;
  }

  /// One call on its way.
  private final class Call {
    private final Instance caller;
    private final SendCall request;
    private final Consumer<List<SendOutcome>> answer;
    private final List<Book.Acceptance> acceptances = new ArrayList<>();
    private boolean answered;

    Call(Instance caller, SendCall request, Consumer<List<SendOutcome>> answer) {
      this.caller = caller;
      this.request = request;
      this.answer = answer;
    }

    void arrive(double dice, long back) {
      FaultModel.SesCall model = world.faults().model().sesCall();
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
        tell(Book.Told.SERVER_ERROR);
        reply(back, all(new SendOutcome.Unknown("InternalFailure")));
      } else if (dice < bound + model.answerLost()) {
        tell(Book.Told.ANSWER_LOST);
      } else {
        reply(back, outcomes);
      }
    }

    private void reply(long back, List<SendOutcome> outcomes) {
      world
          .timeline()
          .after(
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
        for (Book.Acceptance acceptance : acceptances) {
          if (acceptance.told() == Book.Told.NOTHING) {
            acceptance.told(Book.Told.ANSWERED);
          }
        }
      }
      for (int i = 0; i < outcomes.size(); i++) {
        String key = request.units().get(i).unit().key();
        world.trace().note(caller.name(), "SES_ANSWERED", key, name(outcomes.get(i)));
      }
    }

    void timeOut() {
      if (!answered) {
        answered = true;
        tell(Book.Told.ANSWER_LOST);
        List<SendOutcome> outcomes = all(new SendOutcome.Unknown("ApiCallTimeoutException"));
        note(outcomes);
        answer.accept(outcomes);
      }
    }

    private void tell(Book.Told what) {
      acceptances.forEach(acceptance -> acceptance.told(what));
    }

    private List<SendOutcome> all(SendOutcome outcome) {
      return request.units().stream().map(unit -> outcome).toList();
    }

    private List<SendOutcome> judge() {
      boolean bulk = request instanceof SendCall.Bulk;
      return request.units().stream().map(unit -> judge(unit, bulk)).toList();
    }

    private SendOutcome judge(Outgoing outgoing, boolean bulk) {
      long now = world.timeline().now();
      int recipients = outgoing.unit().recipientCount();
      var stop = limits.stop(now);
      if (stop.isPresent()) {
        world.book().stopped(stop.get().code());
        return new SendOutcome.Stopped(stop.get().code());
      }
      if (world.scenario().isPaused(outgoing.email().tenant(), now)) {
        return new SendOutcome.TenantPaused("TENANT_SENDING_PAUSED");
      }
      if (!limits.quotaAllows(now, recipients)) {
        world.book().stopped("DAILY_QUOTA");
        return new SendOutcome.Stopped("DAILY_QUOTA");
      }
      if (!limits.rateAllows(now, recipients)) {
        return new SendOutcome.Throttled("TooManyRequestsException", true);
      }
      FaultModel.SesEntry model = world.faults().model().sesEntry();
      double dice = world.faults().dice();
      if (dice < model.refused()) {
        world.book().unit(outgoing.unit().key()).refused();
        return new SendOutcome.Refused("MessageRejected", "request-" + calls);
      }
      if (dice < model.refused() + model.misconfigured()) {
        return new SendOutcome.Misconfigured("NotFoundException", "request-" + calls);
      }
      double bulkDice = bulk ? world.faults().dice() : 1;
      if (bulkDice < model.passing()) {
        return new SendOutcome.Throttled("TRANSIENT_FAILURE", false);
      }
      boolean failed = bulkDice < model.passing() + model.failed();
      if (failed && world.faults().happens(0.5)) {
        return new SendOutcome.Unknown("FAILED");
      }
      String id = accept(outgoing);
      if (failed) {
        acceptances.getLast().told(Book.Told.FAILED_STATUS);
        return new SendOutcome.Unknown("FAILED");
      }
      return new SendOutcome.Accepted(id);
    }

    private String accept(Outgoing outgoing) {
      String key = outgoing.unit().key();
      int recipients = outgoing.unit().recipientCount();
      String id = "ses-" + ++accepted;
      world.trace().note("ses", "ACCEPTED", key, id);
      acceptances.add(world.book().accepted(key, id));
      limits.sent(world.timeline().now(), recipients);
      for (int i = 0; i < recipients; i++) {
        acceptedAt.add(world.timeline().now());
      }
      events.accepted(outgoing, id);
      return id;
    }
  }

  /// Makes a call, once.
  void send(Instance caller, SendCall request, Consumer<List<SendOutcome>> answer) {
    FaultModel.SesCall model = world.faults().model().sesCall();
    Call call = new Call(caller, request, answer);
    if (world.faults().happens(model.unreachable())) {
      call.reply(
          world.faults().upTo(2_000_000), call.all(new SendOutcome.Throttled("Connect", false)));
      return;
    }
    calls++;
    offered.offer(world.timeline().now(), request.recipientCount());
    for (Outgoing outgoing : request.units()) {
      world.trace().note(caller.name(), "OFFERED", outgoing.unit().key(), "");
    }
    long way = 5_000 + world.faults().upTo(40_000);
    if (world.faults().happens(model.slow())) {
      way = world.faults().upTo(30_000_000);
    }
    long back = 5_000 + world.faults().upTo(40_000);
    double dice = world.faults().dice();
    world.timeline().after(way, () -> call.arrive(dice, back));
    world.timeline().after(CLIENT_TIMEOUT, call::timeOut);
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
