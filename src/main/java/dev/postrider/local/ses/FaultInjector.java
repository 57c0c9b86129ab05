package dev.postrider.local.ses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.local.http.Json;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// The faults that are armed now. The same seed and the same order of calls give the same faults.
public final class FaultInjector {
  /// Strikes until it is taken back.
  public static final int WITHOUT_END = -1;

  private final List<Armed> armed = new CopyOnWriteArrayList<>();

  private static final class Armed {
    private final Fault fault;
    private final Set<String> targets;
    private final double probability;
    private final Random random;
    private int left;

    Armed(Fault fault, Set<String> targets, int count, double probability, long seed) {
      this.fault = fault;
      this.targets = Set.copyOf(targets);
      this.left = count;
      this.probability = probability;
      this.random = new Random(seed);
    }

    synchronized boolean strikes(String target) {
      if (left == 0 || !(targets.isEmpty() || targets.contains(target))) {
        return false;
      }
      if (probability < 1 && random.nextDouble() >= probability) {
        return false;
      }
      if (left > 0) {
        left--;
      }
      return true;
    }
  }

  /// Strikes the next `count` times.
  ///
  /// @param targets operations (`SendEmail`, …) or event types (`Send`, `Bounce`, …); none means
  ///     all
  public void next(int count, Fault fault, String... targets) {
    armed.add(new Armed(fault, Set.of(targets), count, 1, 0));
  }

  /// Strikes at random, until it is taken back.
  ///
  /// @param probability 0 to 1
  /// @param targets operations (`SendEmail`, …) or event types (`Send`, `Bounce`, …); none means
  ///     all
  public void randomly(double probability, long seed, Fault fault, String... targets) {
    armed.add(new Armed(fault, Set.of(targets), WITHOUT_END, probability, seed));
  }

  /// Arms what `POST /admin/faults` takes: `{"kind": …, "targets": […], "count": n}` strikes the
  /// next n times (once, when no count is given); `{"kind": …, "probability": p, "seed": s}`
  /// strikes at random.
  ///
  /// @throws IllegalArgumentException when it describes no fault
  void arm(JsonNode json) {
    Fault fault = Fault.of(json);
    String[] targets = Json.texts(json.path("targets")).toArray(String[]::new);
    if (json.has("probability")) {
      randomly(json.path("probability").asDouble(), json.path("seed").asLong(), fault, targets);
    } else {
      next(json.path("count").asInt(1), fault, targets);
    }
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
