package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.domain.TerminalWriter;
import dev.postrider.ledger.State;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.local.http.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the ledger holds of units, for people and programs: decisions and events in order.
final class UnitHistory {
  /// More units than this are shown as a table.
  private static final int IN_FULL = 3;

  private UnitHistory() {}

  static ObjectNode json(UnitRecord unit) {
    ObjectNode json =
        Json.object()
            .put("key", unit.entry().key())
            .put("state", unit.entry().state().name())
            .put("attempts", unit.entry().attempts());
    if (!unit.reason().isEmpty()) {
      json.put("reason", unit.reason());
    }
    if (!unit.stream().isEmpty()) {
      json.put("stream", unit.stream());
    }
    unit.createdAt().ifPresent(at -> json.put("createdAt", at.toString()));
    unit.updatedAt().ifPresent(at -> json.put("updatedAt", at.toString()));
    Optional.ofNullable(unit.entry().since()).ifPresent(at -> json.put("since", at.toString()));
    Optional.ofNullable(unit.entry().sesMessageId())
        .ifPresent(ses -> json.put("sesMessageId", ses));
    ObjectNode recipients = json.putObject("recipients");
    new TreeMap<>(unit.recipients()).forEach((hash, status) -> recipients.put(hash, status.name()));
    ArrayNode history = json.putArray("history");
    lines(unit).forEach(line -> history.add(line.json()));
    return json;
  }

  static String text(Map<String, UnitRecord> units) {
    return units.size() <= IN_FULL
        ? units.values().stream().map(UnitHistory::text).collect(Collectors.joining("\n"))
        : units.size()
            + " units: "
            + counts(units.values().stream().map(unit -> unit.entry().state()))
            + "\n"
            + table(units);
  }

  private static String text(UnitRecord unit) {
    StringBuilder text = new StringBuilder(unit.entry().key()).append('\n');
    lines(unit).forEach(line -> line(text, Times.at(line.at()), line.what() + line.detail()));
    line(text, "now", unit.entry().state() + detail(unit));
    return text.toString();
  }

  /// One line of a unit's history.
  ///
  /// @param reason of a decision, or the stream of a unit that is first known; may be empty
  /// @param recipient of an event; empty for a decision
  private record Line(Instant at, String what, String reason, String recipient) {
    ObjectNode json() {
      ObjectNode json = Json.object().put("at", at.toString()).put("what", what);
      if (!reason.isEmpty()) {
        json.put("reason", reason);
      }
      if (!recipient.isEmpty()) {
        json.put("recipient", recipient);
      }
      return json;
    }

    String detail() {
      return (reason.isEmpty() ? "" : " (" + reason + ")")
          + (recipient.isEmpty() ? "" : ", recipient " + recipient);
    }
  }

  /// Decisions and events in the order of their times; of one moment, decisions come first.
  private static List<Line> lines(UnitRecord unit) {
    Stream<Line> known =
        unit.createdAt().stream().map(at -> new Line(at, "FIRST_KNOWN", unit.stream(), ""));
    Stream<Line> steps =
        unit.steps().stream()
            .map(step -> new Line(step.at(), step.state().name(), step.detail(), ""));
    Stream<Line> reports =
        unit.reports().stream()
            .map(report -> new Line(report.at(), report.status().name(), "", report.recipient()));
    return Stream.of(known, steps, reports)
        .flatMap(lines -> lines)
        .sorted(Comparator.comparing(Line::at))
        .toList();
  }

  /// What there is to say of the present state.
  private static String detail(UnitRecord unit) {
    StringBuilder detail = new StringBuilder();
    if (unit.entry().state() != State.SENT && !unit.reason().isEmpty()) {
      detail.append(" (").append(unit.reason()).append(')');
    }
    if (unit.entry().attempts() > 0) {
      detail.append(", attempts ").append(unit.entry().attempts());
    }
    Optional.ofNullable(unit.entry().sesMessageId())
        .ifPresent(ses -> detail.append(", SES ").append(ses));
    Optional.ofNullable(unit.entry().since())
        .ifPresent(
            at ->
                detail
                    .append(unit.entry().state() == State.CLAIMED ? ", lease until " : ", since ")
                    .append(Times.at(at)));
    return detail.toString();
  }

  private static void line(StringBuilder text, String when, String what) {
    text.append("  ").append(when).repeat(' ', Math.max(2, 24 - when.length()));
    text.append(TerminalWriter.cell(what)).append('\n');
  }

  /// How many units are in which state, such as `3 SENT, 1 HELD`.
  static String counts(Stream<State> states) {
    Map<State, Long> counts =
        states.collect(
            Collectors.groupingBy(
                state -> state, () -> new EnumMap<>(State.class), Collectors.counting()));
    return counts.entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String table(Map<String, UnitRecord> units) {
    Columns columns = new Columns("UNIT", "STATE", "REASON", "ATTEMPTS", "CHANGED", "RECIPIENTS");
    units.forEach(
        (key, unit) ->
            columns.row(
                key,
                unit.entry().state().name(),
                unit.reason(),
                Integer.toString(unit.entry().attempts()),
                unit.updatedAt().map(Times::at).orElse(""),
                unit.recipients().values().stream()
                    .map(Enum::name)
                    .sorted()
                    .collect(Collectors.joining(" "))));
    return columns.text();
  }
}
