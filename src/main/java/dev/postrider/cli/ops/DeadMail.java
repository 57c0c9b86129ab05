package dev.postrider.cli.ops;

import dev.postrider.aws.SqsShelf.Item;
import dev.postrider.email.Decoded;
import dev.postrider.email.Email;
import dev.postrider.email.EmailDecoder;
import dev.postrider.ledger.LedgerReader;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What can be said of a message that failed until SQS gave it up.
final class DeadMail {
  private final LedgerReader ledger;
  private final EmailDecoder decoder;

  DeadMail(LedgerReader ledger, EmailDecoder decoder) {
    this.ledger = ledger;
    this.decoder = decoder;
  }

  String explanation(Item item) {
    return switch (decoder.decode(item.message().body(), item.message().fallbackId())) {
      case Decoded.Malformed malformed ->
          "It is malformed ("
              + malformed.reason()
              + "), which alone kills no message: a retry moves it to the rejected queue.";
      case Decoded.Accepted(Email email) -> explanation(email);
    };
  }

  private String explanation(Email email) {
    List<String> keys = email.units().stream().map(Email.Unit::key).toList();
    Map<State, Integer> counts = new EnumMap<>(State.class);
    for (UnitRecord unit : ledger.find(keys).values()) {
      counts.merge(unit.entry().state(), 1, Integer::sum);
    }
    int known = counts.values().stream().mapToInt(Integer::intValue).sum();
    String states =
        counts.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    return verdict(counts, known, keys.size())
        + " Ledger: "
        + (states.isEmpty() ? "not one of its units" : states)
        + (known < keys.size() ? ", " + (keys.size() - known) + " unknown to it." : ".");
  }

  private static String verdict(Map<State, Integer> counts, int known, int units) {
    boolean over = known == units && counts.keySet().stream().allMatch(State::ended);
    if (over) {
      return "All of it has ended; only its copy is left over. A retry lets the dispatcher drop"
          + " it.";
    }
    return known == 0
        ? "It was never claimed: the function failed before, or could not write the ledger. See the"
            + " dispatch log, mend the cause, then retry."
        : "It was claimed and did not come to an end: instances died with it, or the ledger could"
            + " not be written. See the dispatch log for its id; a retry is safe.";
  }
}
