package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the ledger holds of a unit.
///
/// @param since when the state began; of a claim, when its lease ends
/// @param recipients by hash
/// @param history decisions and events in the order of their times; of one moment, decisions first
@JsonInclude(Include.NON_EMPTY)
record UnitHistory(
    String key,
    State state,
    int attempts,
    String reason,
    String stream,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Instant since,
    @Nullable String sesMessageId,
    @JsonInclude(Include.ALWAYS) SortedMap<String, RecipientStatus> recipients,
    @JsonInclude(Include.ALWAYS) List<HistoryLine> history) {

  /// A decision, or an event of SES.
  ///
  /// @param reason of a decision, or the stream of a unit that is first known; may be empty
  /// @param recipient of an event; empty for a decision
  @JsonInclude(Include.NON_EMPTY)
  record HistoryLine(Instant at, String what, String reason, String recipient) {
    String line() {
      return unitLine(
          Times.at(at),
          what
              + (reason.isEmpty() ? "" : " (" + reason + ")")
              + (recipient.isEmpty() ? "" : ", recipient " + recipient));
    }
  }

  static UnitHistory of(UnitRecord unit) {
    return new UnitHistory(
        unit.entry().key(),
        unit.entry().state(),
        unit.entry().attempts(),
        unit.reason(),
        unit.stream(),
        unit.createdAt().orElse(null),
        unit.updatedAt().orElse(null),
        unit.entry().since(),
        unit.entry().sesMessageId(),
        new TreeMap<>(unit.recipients()),
        history(unit));
  }

  private static List<HistoryLine> history(UnitRecord unit) {
    List<HistoryLine> lines = new ArrayList<>();
    unit.createdAt()
        .ifPresent(at -> lines.add(new HistoryLine(at, "FIRST_KNOWN", unit.stream(), "")));
    unit.steps().forEach(s -> lines.add(new HistoryLine(s.at(), s.state().name(), s.detail(), "")));
    unit.reports()
        .forEach(r -> lines.add(new HistoryLine(r.at(), r.status().name(), "", r.recipient())));
    lines.sort(Comparator.comparing(HistoryLine::at));
    return lines;
  }

  String text() {
    return key
        + "\n"
        + history.stream().map(HistoryLine::line).collect(Collectors.joining())
        + unitLine("now", state + detail());
  }

  /// What there is to say of the present state.
  private String detail() {
    return (state == State.SENT || reason.isEmpty() ? "" : " (" + reason + ")")
        + (attempts == 0 ? "" : ", attempts " + attempts)
        + (sesMessageId == null ? "" : ", SES " + sesMessageId)
        + (since == null
            ? ""
            : (state == State.CLAIMED ? ", lease until " : ", since ") + Times.at(since));
  }

  private static String unitLine(String when, String what) {
    return Words.labelled("  " + when, 26, what);
  }

  /// How many units are in which state, such as `3 SENT, 1 HELD`.
  static String counts(Stream<State> states) {
    return states
        .collect(
            Collectors.groupingBy(
                state -> state, () -> new EnumMap<>(State.class), Collectors.counting()))
        .entrySet()
        .stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }
}
