package dev.postrider.aws;

import static dev.postrider.aws.LedgerItem.number;

import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.Recorded;
import dev.postrider.ledger.Settlement;
import dev.postrider.ledger.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The history that an item of the ledger carries, written by the updates that happen anyway.
///
/// `steps` is a list of texts, `epoch ms, state, detail`, in the order of the writes. A claim that
/// is let go without a send can happen without bound: of those only the first few are steps, and
/// `attempts` counts them all. A write that the SDK repeats after a lost answer can stand there
/// twice, with one time.
///
/// `r_HASH` is what became of a recipient: a list of rank and epoch ms, the gravest first.
final class LedgerSteps {
  private static final String RECIPIENT = "r_";

  /// Appends [#values]; to be put after another assignment.
  static final String APPEND = ", steps = list_append(if_not_exists(steps, :none), :step)";

  /// Puts [#news] of `#recipient` first.
  static final String REPORT =
      ", #recipient = list_append(:news, if_not_exists(#recipient, :none))";

  static final String GRAVER = "attribute_not_exists(#recipient) OR #recipient[0] < :rank";

  /// The last attempt whose release is a step. An item that is ever longer costs ever more.
  private static final int LAST_RELEASE = 8;

  private LedgerSteps() {}

  /// Whether the history takes a settlement.
  static boolean keeps(Settlement.Result result) {
    return !(result instanceof Settlement.Result.Released(String _, int attempt))
        || (attempt > 0 && attempt <= LAST_RELEASE);
  }

  /// @param detail a code, never an address; may be empty
  static Map<String, AttributeValue> values(Instant at, State state, String detail) {
    String step = "%d %s %s".formatted(at.toEpochMilli(), state, detail).strip();
    return Map.of(
        ":none", AttributeValue.fromL(List.of()),
        ":step", AttributeValue.fromL(List.of(AttributeValue.fromS(step))));
  }

  static String recipient(String hash) {
    return RECIPIENT + hash;
  }

  static Map<String, AttributeValue> news(Instant at, RecipientStatus status) {
    AttributeValue rank = number(status.rank());
    return Map.of(
        ":none", AttributeValue.fromL(List.of()),
        ":rank", rank,
        ":news", AttributeValue.fromL(List.of(rank, number(at.toEpochMilli()))));
  }

  static List<Recorded.Step> steps(Map<String, AttributeValue> item) {
    AttributeValue steps = item.get("steps");
    return steps == null
        ? List.of()
        : steps.l().stream().map(step -> step(step.s())).distinct().toList();
  }

  private static Recorded.Step step(String text) {
    String[] parts = text.split(" ", 3);
    return new Recorded.Step(
        Instant.ofEpochMilli(Long.parseLong(parts[0])),
        State.valueOf(parts[1]),
        parts.length < 3 ? "" : parts[2]);
  }

  /// What SES's events said of the recipients, in the order in which it happened.
  static List<Recorded.Report> reports(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .filter(attribute -> attribute.getKey().startsWith(RECIPIENT))
        .flatMap(
            attribute ->
                reports(attribute.getKey().substring(RECIPIENT.length()), attribute.getValue().l()))
        .sorted(Comparator.comparing(Recorded.Report::at))
        .toList();
  }

  private static Stream<Recorded.Report> reports(String hash, List<AttributeValue> list) {
    return Stream.iterate(0, i -> i + 1 < list.size(), i -> i + 2)
        .map(
            i ->
                new Recorded.Report(
                    hash,
                    ofRank(Integer.parseInt(list.get(i).n())),
                    Instant.ofEpochMilli(Long.parseLong(list.get(i + 1).n()))));
  }

  private static RecipientStatus ofRank(int rank) {
    return Arrays.stream(RecipientStatus.values())
        .filter(status -> status.rank() == rank)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the ledger holds an unknown rank " + rank));
  }
}
