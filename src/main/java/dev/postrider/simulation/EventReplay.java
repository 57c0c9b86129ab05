package dev.postrider.simulation;

import dev.postrider.feedback.FeedbackHandler;
import dev.postrider.feedback.FeedbackParser;
import dev.postrider.feedback.Notification;
import dev.postrider.ledger.ClaimRequest;
import dev.postrider.ledger.Entry;
import dev.postrider.ledger.State;
import dev.postrider.status.Subscribers;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Promise 5: what events do depends neither on their order nor on their number. The events of a
/// run are handled once more, shuffled and some of them twice, into empty tables, and must end the
/// same.
///
/// @param before the suppressions from before the first event
record EventReplay(World world, Map<SuppressionKey, Facts> before) {
  void check() {
    InMemoryLedger ledger = world.replacements.ledgerTable();
    InMemorySuppressions suppressions =
        new InMemorySuppressions(SuppressionPolicy.DEFAULT, () -> Timeline.START);
    before.forEach(suppressions::put);
    world.ledger.entries().values().forEach(entry -> claim(ledger, entry));
    FeedbackHandler handler =
        new FeedbackHandler(new FeedbackParser(FeedbackLoop.HASH), suppressions, ledger);
    shuffled().forEach(notification -> handler.handle(List.of(notification), Subscribers.NONE));
    compareSuppressions(suppressions.items(), world.suppressions.items());
    ledger.entries().forEach((key, entry) -> compare(ledger, key, entry));
  }

  /// Events find the rows that claims made.
  private static void claim(InMemoryLedger ledger, Entry entry) {
    if (entry.fingerprint() != null) {
      var _ =
          ledger.claim(
              List.of(
                  new ClaimRequest(
                      entry.key(),
                      entry.fingerprint(),
                      "",
                      "replay",
                      Timeline.START,
                      Timeline.START,
                      ClaimRequest.OnUnknown.END)),
              Instant.MAX);
    }
  }

  private List<Notification> shuffled() {
    Random random = new Random(world.scenario.seed());
    List<Notification> events = new ArrayList<>(world.truth.handled);
    for (Notification event : world.truth.handled) {
      if (random.nextInt(8) == 0) {
        events.add(event);
      }
    }
    Collections.shuffle(events, random);
    return events;
  }

  private void compare(InMemoryLedger ledger, String key, Entry entry) {
    if (entry.state() == State.CLAIMED) {
      return;
    }
    if (entry.state() != world.ledger.lastKnown(key).map(Entry::state).orElse(null)) {
      world.truth.violation(5, key, "another order of events ends in " + entry.state());
    }
    if (entry.state() == State.SENT
        && !ledger.recipients(key).equals(world.ledger.recipients(key))) {
      world.truth.violation(5, key, "another order of events ends in other recipients' states");
    }
  }

  private void compareSuppressions(
      Map<SuppressionKey, Facts> now, Map<SuppressionKey, Facts> then) {
    if (!now.equals(then)) {
      world.truth.violation(5, "", "another order of events ends in other suppressions");
    }
  }
}
