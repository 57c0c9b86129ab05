package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The faults that are armed now. The same seed and the same order of calls give the same faults.
public final class FaultInjector {
  /// Strikes until it is taken back.
  public static final int WITHOUT_END = -1;

  private static final List<String> COUNTED = List.of("kind", "targets", "count");
  private static final List<String> AT_RANDOM = List.of("kind", "targets", "probability", "seed");

  private final List<Armed> armed = new CopyOnWriteArrayList<>();

  /// The operations that there are.
  private final Set<String> operations = new ConcurrentSkipListSet<>();

  private record Armed(
      Fault fault, Set<String> targets, AtomicInteger left, double probability, Random random) {

    boolean strikes(String target) {
      return (targets.isEmpty() || targets.contains(target))
          && left.get() != 0
          && random.nextDouble() < probability
          && left.getAndUpdate(n -> n > 0 ? n - 1 : n) != 0;
    }
  }

  private void arm(Fault fault, String[] targets, int count, double probability, long seed) {
    armed.add(
        new Armed(fault, Set.of(targets), new AtomicInteger(count), probability, new Random(seed)));
  }

  /// Strikes the next `count` times.
  ///
  /// @param targets operations (`SendEmail`, …) or event types (`Send`, `Bounce`, …); none means
  ///     all
  public void next(int count, Fault fault, String... targets) {
    arm(fault, targets, count, 1, 0);
  }

  /// Strikes at random, until it is taken back.
  ///
  /// @param probability 0 to 1
  /// @param targets operations (`SendEmail`, …) or event types (`Send`, `Bounce`, …); none means
  ///     all
  public void randomly(double probability, long seed, Fault fault, String... targets) {
    arm(fault, targets, WITHOUT_END, probability, seed);
  }

  /// Arms what `POST /admin/faults` takes: `{"kind": …, "targets": […], "count": n}` strikes the
  /// next n times (once, when no count is given); `{"kind": …, "probability": p, "seed": s}`
  /// strikes at random.
  ///
  /// @throws IllegalArgumentException when it describes no fault
  void arm(AdminBody body) {
    Fault fault = Fault.of(body, body.has("probability") ? AT_RANDOM : COUNTED);
    List<String> targets = body.texts("targets");
    targets.forEach(target -> AdminBody.oneOf("target", target, targets(fault)));
    int count = body.count("count", 1, 1, Integer.MAX_VALUE);
    if (body.has("probability")) {
      randomly(
          body.number("probability", 0, 1),
          body.count("seed", 0, Integer.MIN_VALUE, Integer.MAX_VALUE),
          fault,
          targets.toArray(String[]::new));
    } else {
      next(count, fault, targets.toArray(String[]::new));
    }
  }

  /// What a fault can happen to.
  private Collection<String> targets(Fault fault) {
    return switch (fault) {
      case Fault.OfEvent _ -> EventPublisher.TYPES;
      case Fault.EntryStatus _ -> List.of("SendBulkEmail");
      case Fault.ReverseEvents _ -> List.of("SendEmail", "SendBulkEmail");
      case Fault.OfCall _, Fault.DelayAnswer _ -> operations;
    };
  }

  /// Knows one more operation that `/admin/faults` may name.
  void target(String operation) {
    operations.add(operation);
  }

  /// What is armed and may still strike, the first armed first.
  ArrayNode json() {
    ArrayNode all = HttpJson.array();
    for (Armed each : armed) {
      if (each.left.get() != 0) {
        ObjectNode json = all.addObject().put("kind", each.fault.kind());
        json.putPOJO("targets", each.targets);
        if (each.left.get() == WITHOUT_END) {
          json.put("probability", each.probability);
        } else {
          json.put("left", each.left.get());
        }
      }
    }
    return all;
  }

  /// Takes all faults back.
  public void clear() {
    armed.clear();
  }

  /// The first fault of one kind that strikes now; the later ones are not used up.
  <F extends Fault> Optional<F> strikeFirst(Class<F> kind, String target) {
    return striking(kind, target).findFirst();
  }

  /// The faults of one kind that strike now, in the order in which they were armed.
  <F extends Fault> List<F> strike(Class<F> kind, String target) {
    return striking(kind, target).toList();
  }

  private <F extends Fault> Stream<F> striking(Class<F> kind, String target) {
    return armed.stream()
        .filter(a -> kind.isInstance(a.fault) && a.strikes(target))
        .map(a -> kind.cast(a.fault));
  }
}
