package dev.postrider.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postrider.pace.Gcra;
import dev.postrider.pace.PaceState;
import dev.postrider.pace.PausedTenants;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AccountWatchTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final PaceState FLOWS = new PaceState(7, 90, 90, NOW, 3, null, null);

  private static final TenantWatch.TenantReport NO_TENANTS =
      new TenantWatch.TenantReport(List.of(), Optional.empty());

  private final Set<String> sending = new HashSet<>();
  private final List<String> steps = new ArrayList<>();
  private PaceState pace = FLOWS;
  private boolean polled = true;
  private Account account = new Account(50_000, 100, 10, true, "HEALTHY");

  private final AccountWatch watch =
      new AccountWatch(
          reader(() -> account), new Pace(), this::ensurePolled, 0.9, InstantSource.fixed(NOW));

  private final class Pace implements PaceControl {
    @Override
    public PaceState change(UnaryOperator<PaceState> change, Instant now) {
      PaceState next = change.apply(pace);
      steps.add(next.equals(pace) ? "pace kept" : next.openReason() == null ? "closed" : "opened");
      pace = next;
      return pace;
    }
  }

  private AccountReader reader(Supplier<Account> read) {
    return new AccountReader() {
      @Override
      public Account read() {
        return read.get();
      }

      @Override
      public boolean sends(String tenant) {
        steps.add("asked for " + tenant);
        if (tenant.equals("unread")) {
          throw new IllegalStateException("SES does not answer");
        }
        return sending.contains(tenant);
      }
    };
  }

  private boolean ensurePolled(boolean wanted) {
    boolean switched = polled != wanted;
    steps.add(wanted ? "polling on" : "polling off");
    polled = wanted;
    return switched;
  }

  @Test
  void aWellAccountIsPolledAndNothingIsSwitched() {
    AccountWatch.AccountReport report = watch.look();

    assertThat(report)
        .isEqualTo(
            new AccountWatch.AccountReport(account, FLOWS, false, Optional.empty(), NO_TENANTS));
    assertThat(steps).containsExactly("pace kept", "polling on");
  }

  @Test
  void theBreakerOpensBeforeThePollingStops() {
    account = new Account(50_000, 100, 10, false, "HEALTHY");

    AccountWatch.AccountReport report = watch.look();

    assertThat(steps).containsExactly("opened", "polling off");
    assertThat(report.switched()).isTrue();
    assertThat(report.pace().openReason()).isEqualTo("SENDING_PAUSED");
  }

  @Test
  void theBreakerClosesBeforeThePollingBegins() {
    pace = Gcra.breakerOpened(FLOWS, "SENDING_PAUSED", NOW.minus(Duration.ofHours(1)));
    polled = false;

    AccountWatch.AccountReport report = watch.look();

    assertThat(steps).containsExactly("closed", "polling on");
    assertThat(report.switched()).isTrue();
  }

  @Test
  void aBreakerThatTheDispatcherOpenedStopsThePollingToo() {
    pace = Gcra.breakerOpened(FLOWS, "CONFIGURATION_SET_PAUSED", NOW);

    watch.look();

    assertThat(steps).containsExactly("pace kept", "polling off");
  }

  @Test
  void anAccountThatCannotBeReadChangesNothing() {
    assertThatThrownBy(blind()::look).hasMessage("SES does not answer");
    assertThat(steps).containsExactly("pace kept");
  }

  @Test
  void aBreakerThatTheDispatcherOpenedStopsThePollingAlsoWhileTheAccountCannotBeRead() {
    pace = Gcra.breakerOpened(FLOWS, "SENDING_PAUSED", NOW);

    assertThatThrownBy(blind()::look).hasMessage("SES does not answer");
    assertThat(steps).containsExactly("pace kept", "polling off");
  }

  private AccountWatch blind() {
    return new AccountWatch(
        reader(
            () -> {
              throw new IllegalStateException("SES does not answer");
            }),
        new Pace(),
        this::ensurePolled,
        0.9,
        InstantSource.fixed(NOW));
  }

  @Test
  void whatCannotBeSwitchedIsReportedWithWhatWasSeen() {
    IllegalStateException failure = new IllegalStateException("in use");
    AccountWatch watching =
        new AccountWatch(
            reader(() -> account),
            new Pace(),
            wanted -> {
              throw failure;
            },
            0.9,
            InstantSource.fixed(NOW));

    assertThat(watching.look())
        .isEqualTo(
            new AccountWatch.AccountReport(
                account, FLOWS, false, Optional.of(failure), NO_TENANTS));
  }

  @Test
  void theHeadroomIsTheShareThatIsUsed() {
    account = new Account(50_000, 200, 10, true, "HEALTHY");

    assertThat(watch.look().pace().ceilingPerSecond()).isEqualTo(180);
  }

  @Test
  void aTenantThatSendsAgainIsForgottenAndOneThatDoesNotRestsOn() {
    pause(NOW.plusSeconds(60), "acme", "other");
    sending.add("acme");

    AccountWatch.AccountReport report = watch.look();

    assertThat(steps).contains("asked for acme", "asked for other");
    assertThat(report.tenants().paused()).containsExactly("acme", "other");
    assertThat(pace.pausedTenants().until())
        .containsExactly(Map.entry("other", NOW.plusSeconds(60)));
  }

  @Test
  void aPausedTenantWhoseMailNobodyTriesIsForgottenWhenItsRestIsOver() {
    pause(NOW, "gone");

    assertThat(watch.look().tenants().paused()).containsExactly("gone");
    assertThat(pace.pausedTenants()).isEqualTo(PausedTenants.NONE);
    assertThat(steps).doesNotContain("asked for gone");
    assertThat(watch.look().tenants().paused()).isEmpty();
  }

  @Test
  void threeTenantsAreAskedForAMinuteThoseFirstWhoseRestIsLongest() {
    pause(NOW.plusSeconds(60), "a");
    pause(NOW.plusSeconds(90), "b", "c", "d");

    watch.look();

    assertThat(steps)
        .contains("asked for b", "asked for c", "asked for d")
        .doesNotContain("asked for a");
  }

  @Test
  void aTenantThatCannotBeAskedForIsReportedAndForgottenWhenItsRestIsOver() {
    pause(NOW.plusSeconds(1), "unread");
    assertThat(watch.look().tenants().unread()).isPresent();
    assertThat(pace.pausedTenants().until()).hasSize(1);

    pause(NOW, "unread");
    assertThat(watch.look().tenants().unread()).isEmpty();
    assertThat(pace.pausedTenants().until()).isEmpty();
  }

  @Test
  void aPauseOfATenantThatIsTheAccountsOpensTheBreaker() {
    pause(NOW.plusSeconds(60), "acme");
    account = new Account(50_000, 100, 10, true, "SHUTDOWN");

    assertThat(watch.look().pace().openReason()).isEqualTo("ACCOUNT_SUSPENDED");
  }

  private void pause(Instant until, String... tenants) {
    TreeMap<String, Instant> all = new TreeMap<>(pace.pausedTenants().until());
    for (String tenant : tenants) {
      all.put(tenant, until);
    }
    pace = pace.withPausedTenants(new PausedTenants(all));
  }
}
