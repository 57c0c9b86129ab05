package dev.postrider.simulation;

import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.EmailSender;
import dev.postrider.dispatch.SendOutcome;
import dev.postrider.simulation.GroundTruth.SenderKnows;
import dev.postrider.simulation.Scenario.AccountStop;
import dev.postrider.suppression.Recipient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// SES: takes or refuses mail, and may not say which. Answers are what `SesAnswers` makes of SES's.
final class SimulatedSes {
  private static final long CLIENT_TIMEOUT = 10_000_000;

  private final World world;
  private final SimulatedSesEvents events;

  private double tokens;
  private long filledAt;
  private long accepted;
  final RateMeter lastDay = new RateMeter(86_400_000_000L);
  final RateMeter offered = new RateMeter(1_000_000);
  final OfferedCalls offeredCalls = new OfferedCalls();
  long calls;

  /// When each recipient was accepted, in order.
  final List<Long> acceptedAt = new ArrayList<>();

  SimulatedSes(World world, SimulatedSesEvents events) {
    this.world = world;
    this.events = events;
    this.tokens = capacity(world.scenario.maxSendRate());
  }

  /// How many recipients SES takes within a moment: a second's worth, and the declared burst.
  private double capacity(double ratePerSecond) {
    return ratePerSecond * (1 + world.burstSeconds()) + 50;
  }

  /// One instance's way to SES.
  ///
  /// @param readAt when each recipient's lookups began
  EmailSender sender(Instance instance, Map<Recipient, List<Long>> readAt) {
    return units -> {
      units.forEach(unit -> world.truth.offered(unit, readAt));
      return instance.await(answer -> send(instance, units, answer));
    };
  }

  /// Makes a call, once.
  private void send(Instance caller, List<Delivery> units, Consumer<List<SendOutcome>> answer) {
    Chance chance = world.chance;
    OfferedCall call = new OfferedCall(caller, units, answer);
    if (chance.happens(SimulatedFault.SES_UNREACHABLE)) {
      call.reply(chance.upTo(2_000_000), new SendOutcome.Throttled("Connect", false));
      return;
    }
    calls++;
    offered.count(world.timeline.now(), units.stream().mapToInt(Delivery::recipients).sum());
    units.forEach(unit -> caller.note("OFFERED", unit.key(), ""));
    long way = 5_000 + chance.upTo(40_000);
    if (chance.happens(SimulatedFault.SES_SLOW)) {
      way = chance.upTo(30_000_000);
    }
    long back = 5_000 + chance.upTo(40_000);
    double dice = chance.dice();
    world.timeline.after(way, () -> call.arrive(dice, back));
    world.timeline.after(CLIENT_TIMEOUT, call::timeOut);
  }

  /// One call on its way.
  private final class OfferedCall {
    private final Instance caller;
    private final List<Delivery> units;
    private final Consumer<List<SendOutcome>> answer;
    private final List<GroundTruth.Acceptance> acceptances = new ArrayList<>();
    private boolean answered;

    OfferedCall(Instance caller, List<Delivery> units, Consumer<List<SendOutcome>> answer) {
      this.caller = caller;
      this.units = units;
      this.answer = answer;
    }

    void arrive(double dice, long back) {
      switch (world.chance.which(
          dice,
          SimulatedFault.SES_THROTTLED,
          SimulatedFault.SES_UNAVAILABLE,
          SimulatedFault.SES_FAILED_BEFORE,
          SimulatedFault.SES_FAILED_AFTER,
          SimulatedFault.SES_ANSWER_LOST)) {
        case SES_THROTTLED -> {
          SendOutcome throttled = new SendOutcome.Throttled("TooManyRequestsException", true);
          keep(Collections.nCopies(units.size(), throttled));
          reply(back, throttled);
        }
        case SES_UNAVAILABLE -> reply(back, new SendOutcome.Throttled("ServiceUnavailable", false));
        case SES_FAILED_BEFORE -> reply(back, new SendOutcome.Unknown("InternalFailure"));
        case SES_FAILED_AFTER -> {
          var _ = judge();
          tell(SenderKnows.SERVER_ERROR);
          reply(back, new SendOutcome.Unknown("InternalFailure"));
        }
        case SES_ANSWER_LOST -> {
          var _ = judge();
          tell(SenderKnows.ANSWER_LOST);
        }
        case null, default -> {
          List<SendOutcome> outcomes = judge();
          keep(outcomes);
          world.timeline.after(back, () -> end(outcomes));
        }
      }
    }

    private void keep(List<SendOutcome> outcomes) {
      int taken = 0;
      double throttled = 0;
      for (int i = 0; i < units.size(); i++) {
        taken += outcomes.get(i) instanceof SendOutcome.Accepted ? units.get(i).recipients() : 0;
        throttled += outcomes.get(i) instanceof SendOutcome.Throttled ? 1.0 / units.size() : 0;
      }
      int all = units.stream().mapToInt(Delivery::recipients).sum();
      offeredCalls.add(new OfferedCalls.OfferedCall(world.timeline.now(), all, taken, throttled));
    }

    void reply(long back, SendOutcome ofAll) {
      world.timeline.after(back, () -> end(Collections.nCopies(units.size(), ofAll)));
    }

    void timeOut() {
      if (!answered) {
        tell(SenderKnows.ANSWER_LOST);
        end(Collections.nCopies(units.size(), new SendOutcome.Unknown("ApiCallTimeoutException")));
      }
    }

    private void end(List<SendOutcome> outcomes) {
      if (answered) {
        return;
      }
      answered = true;
      if (caller.alive()) {
        acceptances.stream()
            .filter(acceptance -> acceptance.senderKnows == SenderKnows.NOTHING)
            .forEach(acceptance -> acceptance.senderKnows = SenderKnows.ANSWERED);
      }
      for (int i = 0; i < outcomes.size(); i++) {
        caller.note("SES_ANSWERED", units.get(i).key(), name(outcomes.get(i)));
      }
      answer.accept(outcomes);
    }

    private void tell(SenderKnows what) {
      acceptances.forEach(acceptance -> acceptance.senderKnows = what);
    }

    private List<SendOutcome> judge() {
      return units.stream().map(this::judge).toList();
    }

    private SendOutcome judge(Delivery delivery) {
      long now = world.timeline.now();
      int recipients = delivery.recipients();
      Optional<AccountStop> stop = world.scenario.stop(now);
      if (stop.isPresent()) {
        return stopped(stop.get().code());
      }
      if (world.scenario.isPaused(delivery.email().tenant(), now)) {
        return new SendOutcome.TenantPaused("TENANT_SENDING_PAUSED");
      }
      double quota = world.scenario.dailyQuota();
      if (quota >= 0 && lastDay.recipients(now) + recipients > quota) {
        return stopped("DAILY_QUOTA");
      }
      if (!rateAllows(now, recipients)) {
        return new SendOutcome.Throttled("TooManyRequestsException", true);
      }
      return take(delivery);
    }

    private SendOutcome take(Delivery delivery) {
      Chance chance = world.chance;
      SimulatedFault fault =
          chance.which(
              chance.dice(), SimulatedFault.MAIL_REFUSED, SimulatedFault.MAIL_MISCONFIGURED);
      if (fault == SimulatedFault.MAIL_REFUSED) {
        world.truth.unit(delivery.key()).refused = true;
        return new SendOutcome.Refused("MessageRejected", "request-" + calls);
      }
      if (fault == SimulatedFault.MAIL_MISCONFIGURED
          || world.scenario.lacksTemplateOf(delivery, world.timeline.now())) {
        world.truth.misconfigured(delivery.key());
        return new SendOutcome.Misconfigured("NotFoundException", "request-" + calls);
      }
      if (units.size() > 1) {
        fault =
            chance.which(chance.dice(), SimulatedFault.MAIL_NOT_NOW, SimulatedFault.MAIL_FAILED);
      }
      if (fault == SimulatedFault.MAIL_NOT_NOW) {
        return new SendOutcome.Throttled("TRANSIENT_FAILURE", false);
      }
      if (fault == SimulatedFault.MAIL_FAILED && chance.happens(0.5)) {
        return new SendOutcome.Unknown("FAILED");
      }
      String id = accept(delivery);
      if (fault == SimulatedFault.MAIL_FAILED) {
        acceptances.getLast().senderKnows = SenderKnows.FAILED_STATUS;
        return new SendOutcome.Unknown("FAILED");
      }
      return new SendOutcome.Accepted(id);
    }

    private String accept(Delivery delivery) {
      long now = world.timeline.now();
      String id = "ses-" + ++accepted;
      world.trace.note("ses", "ACCEPTED", delivery.key(), id);
      acceptances.add(world.truth.accepted(delivery.key(), id));
      lastDay.count(now, delivery.recipients());
      acceptedAt.addAll(Collections.nCopies(delivery.recipients(), now));
      events.accepted(delivery, id);
      return id;
    }
  }

  private SendOutcome stopped(String code) {
    world.truth.stops.add(code);
    return new SendOutcome.Stopped(code);
  }

  /// Takes recipients out of the rate, if there is room.
  private boolean rateAllows(long now, int recipients) {
    double rate = world.scenario.taken(now);
    tokens = Math.min(capacity(rate), tokens + (now - filledAt) * rate / 1_000_000);
    filledAt = now;
    boolean room = tokens >= recipients;
    if (room) {
      tokens -= recipients;
    }
    return room;
  }

  private static String name(SendOutcome outcome) {
    return switch (outcome) {
      case SendOutcome.Accepted(String id) -> "Accepted " + id;
      case SendOutcome.Throttled(String code, boolean _) -> "Throttled " + code;
      case SendOutcome.Refused refused -> "Refused " + refused.diagnostic().code();
      case SendOutcome.Misconfigured fault -> "Misconfigured " + fault.diagnostic().code();
      case SendOutcome.Stopped(String code) -> "Stopped " + code;
      case SendOutcome.TenantPaused(String code) -> "TenantPaused " + code;
      case SendOutcome.Unknown(String code) -> "Unknown " + code;
    };
  }
}
