package dev.postrider.simulation;

import dev.postrider.dispatch.Delivery;
import dev.postrider.email.Content;
import dev.postrider.email.Lifetimes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one seed decides before its run begins.
///
/// @param messages how many messages producers enqueue
/// @param maxSendRate SES's, in recipients a second
/// @param dailyQuota SES's, in recipients; −1 for none
/// @param skewMicros how far clocks are off at most, to either side
/// @param mailConcurrency instances at once
/// @param arrivalMicros within how long the messages are enqueued
/// @param stops when SES sends nothing
/// @param tenantPauses when SES sends nothing of one tenant
/// @param missingTemplates when SES has not one of the templates
/// @param brownouts when DynamoDB throttles most of what is asked of a table, or does not answer
/// @param faults how likely each is
/// @param calm whether the run measures the pace under backlog: nothing slows sending down
/// @param lifetimes how long the ledger's entries and messages live
/// @param paceCase what the run measures the pace in; null for a run with all faults
record Scenario(
    long seed,
    int messages,
    double maxSendRate,
    double dailyQuota,
    long skewMicros,
    int mailConcurrency,
    long arrivalMicros,
    List<AccountStop> stops,
    List<TenantPause> tenantPauses,
    List<MissingTemplate> missingTemplates,
    List<Brownout> brownouts,
    Map<SimulatedFault, Double> faults,
    boolean calm,
    Lifetimes lifetimes,
    @Nullable PaceCase paceCase) {
  static final Duration GRACE = Duration.ofMinutes(2);

  /// How long mail waits for something that is set up wrongly.
  static final Duration MISCONFIGURED_FOR = Duration.ofHours(1);

  static final Set<String> HOLD_STREAMS = Set.of("marketing");
  static final Set<String> BULK_STREAMS = Set.of("marketing");

  /// Longer than any run, as a stack has them.
  private static final Lifetimes LONG = Lifetimes.ofLedger(Duration.ofDays(30));

  /// Short enough for entries of the ledger to die within a run.
  private static final Lifetimes SHORT =
      new Lifetimes(Duration.ofHours(24), Duration.ofHours(8), Duration.ofHours(1));

  private static final double[] RATES = {2, 14, 14, 50, 50, 200};
  /// A backlog that is measured lasts at least so long.
  private static final double SECONDS_OF_BACKLOG = 60;

  private static final long[] SKEWS = {0, 50_000, 500_000};

  /// A time in which SES sends nothing.
  ///
  /// @param code what SES answers to the dispatcher
  /// @param seen whether GetAccount shows it
  record AccountStop(Interval when, String code, boolean seen) {}

  /// A time in which SES sends nothing of one tenant.
  record TenantPause(Interval when, String tenant) {}

  /// A time in which SES does not have a template. Up to four times as long as mail waits for it.
  record MissingTemplate(Interval when, String name) {}

  /// @param to not part of it
  record Interval(long from, long to) {
    boolean contains(long micros) {
      return from <= micros && micros < to;
    }

    /// Begins at random within a span, and lasts 20 seconds to 20 minutes.
    static Interval drawn(SplittableRandom random, long span) {
      long from = random.nextLong(Math.max(1, span));
      return new Interval(from, from + 20_000_000 + random.nextLong(1_200_000_000));
    }
  }

  /// Why SES sends nothing at a time.
  Optional<AccountStop> stop(long micros) {
    return stops.stream().filter(stop -> stop.when().contains(micros)).findFirst();
  }

  /// Whether SES sends nothing of the tenant; null for mail without one.
  boolean isPaused(@Nullable String tenant, long micros) {
    return tenantPauses.stream()
        .anyMatch(pause -> pause.tenant().equals(tenant) && pause.when().contains(micros));
  }

  /// Whether SES lacks the template of the mail.
  boolean lacksTemplateOf(Delivery mail, long micros) {
    return mail.email().content() instanceof Content.StoredTemplate template
        && missingTemplates.stream()
            .anyMatch(
                missing ->
                    missing.name().equals(template.name()) && missing.when().contains(micros));
  }

  /// The two tables.
  enum DynamoTable {
    LEDGER,
    SUPPRESSIONS
  }

  /// A time in which DynamoDB throttles what is asked of one table, or does not answer at all.
  ///
  /// @param share how much of it
  /// @param hangs whether it is not answered, rather than throttled
  record Brownout(DynamoTable table, Interval when, double share, boolean hangs) {}

  /// How much of what is asked of a table is throttled beyond the ordinary, or not answered.
  double brownout(DynamoTable table, long micros, boolean hangs) {
    return brownouts.stream()
        .filter(one -> one.table() == table && one.hangs() == hangs && one.when().contains(micros))
        .mapToDouble(Brownout::share)
        .findFirst()
        .orElse(0);
  }

  /// The share of the rate that is used.
  double headroom() {
    return calm ? 1 : 0.9;
  }

  /// The share of messages that cannot be decoded. In the calm seeds, where nothing else goes
  /// wrong, it shows what one body does to another.
  double malformed() {
    return calm && Math.floorMod(seed, 10) == 0 ? 0.02 : 0.004;
  }

  /// Whether entries of the ledger die within the run.
  boolean forgets() {
    return lifetimes.equals(SHORT);
  }

  /// The scenario of a seed. Every tenth one is calm; in every fifth one lifetimes are short, and
  /// no quota holds mail back for longer.
  static Scenario of(long seed, int messages) {
    SplittableRandom random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + 1);
    boolean calm = Math.floorMod(seed, 10) == 0;
    double drawn = RATES[random.nextInt(RATES.length)];
    double rate = calm ? Math.clamp(messages / SECONDS_OF_BACKLOG, 2, drawn) : drawn;
    long fastest = (long) (messages * 1_300_000.0 / rate);
    boolean backlog = calm || random.nextInt(3) > 0;
    boolean forgets = Math.floorMod(seed, 5) == 3;
    boolean quota = !calm && random.nextInt(12) == 0 && !forgets;
    return new Scenario(
        seed,
        messages,
        rate,
        quota ? Math.ceil(messages * 0.7) : -1,
        calm ? 0 : SKEWS[random.nextInt(SKEWS.length)],
        2 + random.nextInt(9),
        backlog ? 5_000_000 : fastest * (1 + random.nextInt(3)),
        calm ? List.of() : stops(random, fastest),
        calm ? List.of() : tenantPauses(new SplittableRandom(seed + 9), fastest),
        calm ? List.of() : missingTemplates(new SplittableRandom(seed + 11), fastest),
        calm ? List.of() : brownouts(random, fastest),
        calm ? SimulatedFault.calm() : SimulatedFault.drawn(random),
        calm,
        forgets ? SHORT : LONG,
        null);
  }

  /// A backlog at a rate of one's own, which nothing slows down.
  static Scenario fast(long seed, int messages, double maxSendRate) {
    return new Scenario(
        seed,
        messages,
        maxSendRate,
        -1,
        0,
        20,
        1_000_000,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        SimulatedFault.calm(),
        true,
        LONG,
        null);
  }

  /// A case: no fault but that SES throttles, and no events.
  static Scenario of(long seed, PaceCase paceCase) {
    return new Scenario(
        seed,
        paceCase.messages(),
        paceCase.maxSendRate(),
        -1,
        0,
        paceCase.instances(),
        1_000_000,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(SimulatedFault.SES_THROTTLED, paceCase.stray(), SimulatedFault.NO_EVENT, 1.0),
        true,
        LONG,
        paceCase);
  }

  /// SES's rate at a time, as GetAccount says it.
  double maxSendRate(long micros) {
    return paceCase == null ? maxSendRate : paceCase.maxSendRate(micros);
  }

  /// What SES takes at a time, in recipients a second.
  double taken(long micros) {
    return paceCase == null ? maxSendRate : paceCase.taken(micros);
  }

  /// Whether the run is one of those whose use of the rate is a promise.
  boolean measuresUse() {
    return calm && paceCase == null;
  }

  /// Instances on the bulk queue at once.
  int bulkConcurrency() {
    return paceCase == null ? 2 : paceCase.instances();
  }

  private static List<AccountStop> stops(SplittableRandom random, long fastest) {
    return several(random.nextInt(6) - 3, () -> stop(random, fastest));
  }

  private static AccountStop stop(SplittableRandom random, long fastest) {
    Interval when = Interval.drawn(random, fastest);
    return switch (random.nextInt(3)) {
      case 0 -> new AccountStop(when, "SENDING_PAUSED", true);
      case 1 -> new AccountStop(when, "ACCOUNT_SUSPENDED", true);
      default -> new AccountStop(when, "CONFIGURATION_SET_PAUSED", false);
    };
  }

  private static List<TenantPause> tenantPauses(SplittableRandom random, long fastest) {
    return several(
        random.nextInt(6) - 3,
        () ->
            new TenantPause(
                Interval.drawn(random, fastest), "t" + random.nextInt(Producer.TENANTS)));
  }

  private static List<MissingTemplate> missingTemplates(SplittableRandom random, long fastest) {
    return several(
        random.nextInt(6) - 3,
        () -> {
          long from = random.nextLong(Math.max(1, fastest));
          long longest = MISCONFIGURED_FOR.multipliedBy(4).toNanos() / 1_000;
          Interval when = new Interval(from, from + 20_000_000 + random.nextLong(longest));
          return new MissingTemplate(
              when, Producer.TEMPLATES[random.nextInt(Producer.TEMPLATES.length)]);
        });
  }

  private static List<Brownout> brownouts(SplittableRandom random, long fastest) {
    return several(random.nextInt(6) - 2, () -> brownout(random, fastest));
  }

  private static Brownout brownout(SplittableRandom random, long fastest) {
    DynamoTable table = random.nextBoolean() ? DynamoTable.LEDGER : DynamoTable.SUPPRESSIONS;
    long from = random.nextLong(Math.max(1, fastest * 2));
    long longest = random.nextInt(4) == 0 ? 600_000_000 : 60_000_000;
    Interval when = new Interval(from, from + 5_000_000 + random.nextLong(longest));
    double share = Math.min(1, 0.5 + random.nextDouble());
    return new Brownout(table, when, share, random.nextInt(4) == 0);
  }

  /// @param count none when it is not positive
  private static <T> List<T> several(int count, Supplier<T> next) {
    return Stream.generate(next).limit(Math.max(0, count)).toList();
  }
}
