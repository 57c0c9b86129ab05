package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.ledger.UnitRecord.RecipientReport;
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

/// What the ledger holds of a unit, and what comes next.
///
/// @param status what it came to: the most severe of its recipients' statuses, else the state
/// @param statusReason why: the codes of the most severe event, else the reason of the state
/// @param state where the dispatcher left it
/// @param reason of the state
/// @param claims how often an invocation claimed it, to send it
/// @param text what SES or a mail server last said of it, masked; may be empty
/// @param since when the state began; of a claim, when its lease ends
/// @param nextTry when its copy comes back to the dispatcher at the earliest; null unless it waits
/// @param next what happens next, or what to do; may be empty
/// @param recipients by hash
/// @param history decisions and events in the order of their times; of one moment, decisions first
@JsonInclude(Include.NON_EMPTY)
record UnitHistory(
    String key,
    UnitStatus status,
    String statusReason,
    State state,
    String reason,
    int claims,
    String text,
    String stream,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Instant since,
    @Nullable Instant nextTry,
    String next,
    @Nullable String sesMessageId,
    @JsonInclude(Include.ALWAYS) SortedMap<String, RecipientStatus> recipients,
    @JsonInclude(Include.ALWAYS) List<HistoryLine> history) {
  /// At which the text of a line begins.
  static final int WIDTH = 26;

  /// A decision, or an event of SES.
  ///
  /// @param reason of a decision, the codes of an event, or the stream of a unit that is first
  ///     known; may be empty
  /// @param recipient of an event; empty for a decision
  @JsonInclude(Include.NON_EMPTY)
  record HistoryLine(Instant at, String what, String reason, String recipient) {
    private static HistoryLine of(RecipientReport report) {
      return new HistoryLine(
          report.at(), report.status().name(), report.diagnostic().code(), report.recipient());
    }

    String line() {
      return unitLine(
          Times.at(at),
          what + inBrackets(reason) + (recipient.isEmpty() ? "" : ", recipient " + recipient));
    }
  }

  /// @param next what happens next, or what to do; may be empty
  static UnitHistory of(UnitRecord unit, String next) {
    UnitStatus status = UnitStatus.of(unit);
    return new UnitHistory(
        unit.entry().key(),
        status,
        statusReason(unit, status),
        unit.entry().state(),
        unit.reason(),
        unit.entry().claims(),
        unit.text(),
        unit.stream(),
        unit.createdAt().orElse(null),
        unit.updatedAt().orElse(null),
        unit.entry().since(),
        unit.nextTry().orElse(null),
        next,
        unit.entry().sesMessageId(),
        new TreeMap<>(unit.recipients()),
        history(unit));
  }

  /// Of several recipients with that status, the codes of the first one that has any.
  private static String statusReason(UnitRecord unit, UnitStatus status) {
    if (unit.recipients().isEmpty()) {
      return unit.entry().state() == State.SENT ? "" : unit.reason();
    }
    return unit.reports().stream()
        .filter(report -> UnitStatus.of(report.status()) == status)
        .map(report -> report.diagnostic().code())
        .filter(code -> !code.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static List<HistoryLine> history(UnitRecord unit) {
    List<HistoryLine> lines = new ArrayList<>();
    unit.createdAt()
        .ifPresent(at -> lines.add(new HistoryLine(at, "FIRST_KNOWN", unit.stream(), "")));
    unit.steps().forEach(s -> lines.add(new HistoryLine(s.at(), s.state().name(), s.detail(), "")));
    unit.reports().forEach(report -> lines.add(HistoryLine.of(report)));
    lines.sort(Comparator.comparing(HistoryLine::at));
    return lines;
  }

  String inFull() {
    return key
        + "\n"
        + history.stream().map(HistoryLine::line).collect(Collectors.joining())
        + unitLine("now", status + inBrackets(statusReason) + detail())
        + (text.isEmpty() ? "" : unitLine("last text", text))
        + (next.isEmpty() ? "" : unitLine("next", next));
  }

  /// What there is to say of the present state.
  private String detail() {
    return (recipients.size() < 2 ? "" : ", recipients " + recipientCounts())
        + (claims == 0 ? "" : claims == 1 ? ", claimed once" : ", claimed " + claims + " times")
        + (sesMessageId == null ? "" : ", SES " + sesMessageId)
        + (since == null
            ? ""
            : (state == State.CLAIMED ? ", lease until " : ", since ") + Times.at(since));
  }

  /// How many recipients have which status, such as `2 DELIVERED, 1 BOUNCED`.
  String recipientCounts() {
    return UnitStatus.counts(recipients.values().stream().map(UnitStatus::of));
  }

  private static String inBrackets(String reason) {
    return reason.isEmpty() ? "" : " (" + reason + ")";
  }

  private static String unitLine(String when, String what) {
    return Words.labelled("  " + when, WIDTH, what);
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
