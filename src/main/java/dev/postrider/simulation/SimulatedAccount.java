package dev.postrider.simulation;

import dev.postrider.account.Account;
import dev.postrider.account.AccountReader;
import dev.postrider.account.AccountWatch;
import dev.postrider.account.EventSources;
import dev.postrider.account.PaceControl;
import dev.postrider.pace.PaceState;
import dev.postrider.simulation.Scenario.AccountStop;
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
    InstancePorts ports = new InstancePorts(world, instance);
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
  private record InstancePorts(World world, Instance instance)
      implements AccountReader, PaceControl, EventSources {

    @Override
    public Account read() {
      return ask(world.control, this::account);
    }

    private Account account() {
      long now = world.timeline.now();
      Optional<String> seen =
          world.scenario.stop(now).filter(AccountStop::seen).map(AccountStop::code);
      return new Account(
          world.scenario.dailyQuota(),
          world.scenario.maxSendRate(now),
          world.ses.lastDay.recipients(now),
          !seen.equals(Optional.of("SENDING_PAUSED")),
          seen.equals(Optional.of("ACCOUNT_SUSPENDED")) ? "SHUTDOWN" : "HEALTHY");
    }

    @Override
    public boolean sends(String tenant) {
      return ask(world.control, () -> !world.scenario.isPaused(tenant, world.timeline.now()));
    }

    @Override
    public PaceState change(UnaryOperator<PaceState> change, Instant now) {
      return ask(world.ledgerTable, () -> changed(change));
    }

    private PaceState changed(UnaryOperator<PaceState> change) {
      double before = world.pace.state().ceilingPerSecond();
      PaceState state = world.pace.change(change);
      if (state.ceilingPerSecond() < before) {
        world.loweredAt = world.timeline.now();
      }
      return state;
    }

    @Override
    public boolean ensurePolled(boolean polled) {
      boolean switched = false;
      for (SimulatedEventSource source : world.eventSources) {
        switched |=
            ask(world.control, () -> source.ensurePolled(polled))
                .orElseThrow(() -> new CallFailed("the event source is being switched"));
      }
      return switched;
    }

    private <T> T ask(RemoteService service, Supplier<T> effect) {
      return instance.call(service, effect).orElseThrow(() -> new CallFailed("no answer"));
    }
  }
}
