package dev.postrider.dispatch;

import dev.postrider.calls.Fanout;
import dev.postrider.calls.Pause;
import dev.postrider.dispatch.Received.Carried;
import dev.postrider.email.Address;
import dev.postrider.email.Decoded;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import dev.postrider.email.EntryRanges;
import dev.postrider.email.Lifetimes;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.State;
import dev.postrider.pace.Gcra;
import dev.postrider.pace.Pacer;
import dev.postrider.simulation.InMemoryLedger;
import dev.postrider.simulation.InMemoryPacer;
import dev.postrider.simulation.InMemorySuppressions;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.Suppressions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The dispatcher among its ports in memory, on a clock that moves only when something waits.
final class DispatcherFixture {
  static final Duration GRACE = Duration.ofMinutes(2);
  static final Duration TIMEOUT = Duration.ofSeconds(60);
  static final DispatchPolicy POLICY =
      new DispatchPolicy(
          Set.of("marketing"),
          Set.of("marketing"),
          Lifetimes.ofLedger(Duration.ofDays(30)),
          Duration.ofDays(7));

  final SettableClock clock = new SettableClock();
  final InMemoryLedger memory = new InMemoryLedger(GRACE);
  final FaultyLedger ledger = new FaultyLedger(memory);
  final InMemorySuppressions table =
      new InMemorySuppressions(
          new SuppressionPolicy(3, Duration.ofDays(7), Duration.ofDays(14)), clock);
  final InMemoryPacer.SharedPace pace = new InMemoryPacer.SharedPace(clock.instant());
  final ScriptedSender sender = new ScriptedSender(clock);
  final RecordingCopyQueues copyQueues = new RecordingCopyQueues();
  private final Random random = new Random(7);
  BiFunction<String, String, Decoded> decoder =
      new EmailDecoder(new Defaults(Address.parse("Shop <shop@example.com>")))::decode;
  Duration timeout = TIMEOUT;
  Suppressions suppressions = table;

  /// What goes side by side may end in any order: here the last begins first.
  boolean lastTaskFirst;

  Pacer pacer = new InMemoryPacer(pace);
  @Nullable Fanout fanout;
  Pause pause = clock;
  private @Nullable BatchLog last;

  DispatcherFixture() {
    rate(1_000);
  }

  /// The account's rate, in recipients a second.
  void rate(double recipientsPerSecond) {
    pace.change(state -> Gcra.underCeiling(state, recipientsPerSecond, clock.instant()));
    pacer = new InMemoryPacer(pace);
  }

  BatchLog dispatch(Received... records) {
    return dispatch(Batch.Lane.MAIL, records);
  }

  BatchLog dispatch(Batch.Lane lane, Received... records) {
    Dispatcher.Ports ports =
        new Dispatcher.Ports(
            ledger,
            suppressions,
            pacer,
            sender,
            copyQueues,
            fanout == null ? new OneAfterTheOther(lastTaskFirst) : fanout,
            pause,
            clock,
            random);
    BatchLog report =
        new Dispatcher(decoder, POLICY, ports, GRACE)
            .dispatch(new Batch(lane, List.of(records), clock.instant().plus(timeout)));
    last = report;
    return report;
  }

  /// The state of a unit; empty when the ledger does not know it.
  Optional<State> state(String key) {
    return memory.entry(key).map(Entry::state);
  }

  /// What the last batch came to, by unit; for a unit with several outcomes, all of them.
  Map<String, List<String>> labels() {
    Map<String, List<String>> labels = new LinkedHashMap<>();
    for (Finished one : Objects.requireNonNull(last).finished()) {
      labels.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one.outcome().label());
    }
    return labels;
  }

  void suppress(String address) {
    table.add(
        new SuppressionKey(address, Scope.EVERYWHERE),
        new SuppressionFact.Marked(Mark.HARD_BOUNCE, clock.instant().minusSeconds(1)));
  }

  /// The producer's own record, named after its message.
  Received received(String messageId, String body) {
    return received(messageId, body, Carried.NOTHING);
  }

  Received received(String messageId, String body, Carried carried) {
    return new Received(messageId, body, null, clock.instant().minusSeconds(3), 1, carried);
  }

  /// The record of a deferred copy.
  Received copyOf(MessageCopy placement) {
    return switch (placement) {
      case MessageCopy.DeferredCopy deferred ->
          copy(
              deferred.record(),
              deferred.id(),
              deferred.attempt(),
              deferred.entries(),
              deferred.misconfiguredSince());
      case MessageCopy.RejectedCopy rejected ->
          copy(rejected.record(), rejected.id(), 0, rejected.entries(), Optional.empty());
      case MessageCopy.HeldCopy held ->
          copy(held.record(), held.id(), 0, held.entries(), Optional.empty());
    };
  }

  private Received copy(
      Received original, String id, int attempt, EntryRanges entries, Optional<Instant> since) {
    Carried carried =
        new Carried(Optional.of(id), attempt, Optional.of(original.firstSeen()), entries, since);
    return new Received(
        "copy-of-" + original.messageId(),
        original.body(),
        original.groupId(),
        clock.instant(),
        1,
        carried);
  }

  /// A record with a mail of this id to `ID@example.com`.
  ///
  /// @param fields further fields, as JSON
  Received mail(String id, String... fields) {
    return received("m-" + id, mailBody(id, fields));
  }

  static String mailBody(String id, String... fields) {
    return "{\"id\":\"%s\",\"to\":\"%s@example.com\",\"subject\":\"Hi\",\"text\":\"Hello\"%s}"
        .formatted(id, id.toLowerCase(Locale.ROOT), more(fields));
  }

  /// A record with a mail that names its recipients itself.
  Received mailTo(String id, String recipients, String... fields) {
    return received(
        "m-" + id,
        "{\"id\":\"%s\",%s,\"subject\":\"Hi\",\"text\":\"Hello\"%s}"
            .formatted(id, recipients, more(fields)));
  }

  /// A record with personalised mail to `ID-0@example.com`, `ID-1@example.com`, …
  Received personal(String id, int entries, String... fields) {
    String recipients =
        IntStream.range(0, entries)
            .mapToObj(i -> "{\"to\":\"%s-%d@example.com\"}".formatted(id, i))
            .collect(Collectors.joining(","));
    return received(
        "m-" + id,
        "{\"id\":\"%s\",\"template\":{\"name\":\"welcome\"},\"recipients\":[%s]%s}"
            .formatted(id, recipients, more(fields)));
  }

  private static String more(String... fields) {
    return Arrays.stream(fields).map(field -> "," + field).collect(Collectors.joining());
  }

  String field(String name, Instant instant) {
    return "\"%s\":\"%s\"".formatted(name, instant);
  }

  /// Runs tasks in their order or in the opposite one; a failed one stops none of the others.
  private record OneAfterTheOther(boolean lastFirst, Deque<Runnable> begun) implements Fanout {
    OneAfterTheOther(boolean lastFirst) {
      this(lastFirst, new ArrayDeque<>());
    }

    @Override
    public <T> TasksUnderWay<T> begin(List<Supplier<T>> tasks) {
      if (!lastFirst) {
        return Fanout.super.begin(tasks);
      }
      List<T> results = new ArrayList<>();
      begun.push(() -> results.addAll(all(tasks)));
      return () -> {
        while (!begun.isEmpty()) {
          begun.pop().run();
        }
        return results;
      };
    }

    @Override
    public <T> List<T> all(List<Supplier<T>> tasks) {
      List<T> results = new ArrayList<>();
      List<RuntimeException> failures = new ArrayList<>();
      for (Supplier<T> task : lastFirst ? tasks.reversed() : tasks) {
        try {
          results.add(task.get());
        } catch (RuntimeException failure) {
          failures.add(failure);
        }
      }
      if (!failures.isEmpty()) {
        throw failures.getFirst();
      }
      return lastFirst ? results.reversed() : results;
    }
  }
}
