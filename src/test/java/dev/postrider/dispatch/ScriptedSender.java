package dev.postrider.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// SES as a script says: an outcome for each unit and each time that it is offered. What the script
/// does not name is accepted.
final class ScriptedSender implements EmailSender {
  private final SettableClock clock;
  private final Map<String, Deque<SendOutcome>> script = new HashMap<>();
  private final Set<String> broken = new HashSet<>();
  private final List<Made> made = new ArrayList<>();
  private final Map<String, Long> offers = new HashMap<>();
  private Duration latency = Duration.ZERO;

  /// A call that was made.
  record Made(Instant at, List<Delivery> units) {
    List<String> keys() {
      return units.stream().map(Delivery::key).toList();
    }
  }

  ScriptedSender(SettableClock clock) {
    this.clock = clock;
  }

  /// What the unit's next offers come to, one after the other.
  void answer(String key, SendOutcome... outcomes) {
    script.computeIfAbsent(key, k -> new ArrayDeque<>()).addAll(List.of(outcomes));
  }

  /// A call with this unit ends in a defect, after SES has been called.
  void breakAt(String key) {
    broken.add(key);
  }

  /// From now on no call ends in a defect.
  void fix() {
    broken.clear();
  }

  /// How long each call takes.
  void takes(Duration each) {
    latency = each;
  }

  List<Made> made() {
    return made;
  }

  /// How often each unit was offered.
  Map<String, Long> offers() {
    return offers;
  }

  @Override
  public List<SendOutcome> send(List<Delivery> units) {
    Made now = new Made(clock.instant(), units);
    made.add(now);
    now.keys().forEach(key -> offers.merge(key, 1L, Long::sum));
    clock.advance(latency);
    if (now.keys().stream().anyMatch(broken::contains)) {
      throw new IllegalStateException("a defect of the sender");
    }
    return now.keys().stream().map(this::outcome).toList();
  }

  private SendOutcome outcome(String key) {
    Deque<SendOutcome> left = script.getOrDefault(key, new ArrayDeque<>());
    return left.isEmpty()
        ? new SendOutcome.Accepted("ses-" + key + "-" + offers.get(key))
        : left.removeFirst();
  }
}
