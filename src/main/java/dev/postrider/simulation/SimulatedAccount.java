package dev.postrider.simulation;

import dev.postrider.account.Account;
import dev.postrider.account.AccountReader;
import dev.postrider.account.AccountWatch;
import dev.postrider.account.EventSources;
import dev.postrider.account.PaceControl;
import dev.postrider.pace.PaceState;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The account watch, run every minute by an instance that may die at any step.
final class SimulatedAccount {
  private static final long MINUTE = 60_000_000;

  private final World world;
  private int looks;

  SimulatedAccount(World world) {
    this.world = world;
  }

  /// Looks now and every minute from now on.
  void watch() {
    Instance instance = world.instance("w" + ++looks);
    InstancePorts ports = new InstancePorts(instance);
    AccountWatch watch =
        new AccountWatch(ports, ports, ports, world.scenario.headroom(), instance.clock());
    instance.start(() -> look(watch, instance));
    world.timeline.background(MINUTE / 2, () -> instance.kill("TIMED_OUT"));
    world.timeline.background(MINUTE, this::watch);
  }

  private void look(AccountWatch watch, Instance instance) {
    try {
      PaceState state = watch.look().pace();
      instance.note(
          "LOOKED", "", state.openReason() == null ? "" : "closed: " + state.openReason());
    } catch (CallFailed failed) {
      instance.note("LOOK_FAILED", "", "");
    }
    instance.retire();
  }

  /// A call that the SDK gave up.
  private static final class CallFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CallFailed(String what) {
      super(what);
    }
  }

  /// One instance's ports to the account, the pace and the event sources.
  private final class InstancePorts implements AccountReader, PaceControl, EventSources {
    private final Instance instance;

    InstancePorts(Instance instance) {
      this.instance = instance;
    }

    @Override
    public Account read() {
      return ask(world.control, this::account);
    }

    private Account account() {
      long now = world.timeline.now();
      SesLimits limits = world.ses.limits;
      Optional<String> seen =
          limits.stop(now).filter(Scenario.AccountStop::seen).map(Scenario.AccountStop::code);
      return new Account(
          world.scenario.dailyQuota(),
          world.scenario.maxSendRate(),
          limits.sentLastDay(now),
          !seen.equals(Optional.of("SENDING_PAUSED")),
          seen.equals(Optional.of("ACCOUNT_SUSPENDED")) ? "SHUTDOWN" : "HEALTHY");
    }

    @Override
    public boolean sends(String tenant) {
      return ask(world.control, () -> !world.scenario.isPaused(tenant, world.timeline.now()));
    }

    @Override
    public PaceState change(UnaryOperator<PaceState> change, Instant now) {
      return ask(
          world.ledgerTable,
          () -> {
            world.pace.change(change);
            return world.pace.state();
          });
    }

    @Override
    public boolean ensurePolled(boolean polled) {
      boolean switched = false;
      for (SimulatedEventSource source : world.eventSources) {
        switched |=
            ask(
                    world.control,
                    () -> {
                      try {
                        return Optional.of(source.ensurePolled(polled));
                      } catch (IllegalStateException inUse) {
                        return Optional.<Boolean>empty();
                      }
                    })
                .orElseThrow(() -> new CallFailed("the event source is being switched"));
      }
      return switched;
    }

    private <T> T ask(RemoteService service, Supplier<T> effect) {
      return instance.call(service, effect).orElseThrow(() -> new CallFailed("no answer"));
    }
  }
}
