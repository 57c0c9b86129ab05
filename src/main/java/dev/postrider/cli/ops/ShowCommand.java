package dev.postrider.cli.ops;

import dev.postrider.cli.ops.QueueLook.FoundCopy;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TerminalWriter;
import dev.postrider.cli.output.TextTable;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import dev.postrider.ledger.UnitRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider show`: what became of a message, and what comes next.
@Command(
    name = "show",
    description = {
      "Shows what became of a message.",
      "Each unit's most severe status with its reason, and each recipient's by hash. Of mail that waits, why, until when, and what to do.",
      "A message with `recipients` has the units ID#0, ID#1, …",
      "It looks into the held, rejected or dead letter queue where a copy can be: for that time"
          + " others see fewer messages there."
    },
    footer = {
      "",
      "Examples:",
      "  postrider show order-7",
      "  postrider show newsletter-7#41 --json",
      "  postrider show order-7 --body"
    })
public final class ShowCommand extends StackCommand {
  @Parameters(paramLabel = "ID", description = "The message's id, or id#n for entry n.")
  private String id;

  @Option(
      names = "--body",
      description = "The body too, with its addresses, of a copy in these queues.")
  private boolean body;

  @Override
  public Integer call() {
    return UnitKeys.isId(id)
        ? super.call()
        : output.notRun("an id is [A-Za-z0-9_-]{1,128}, with #n for an entry.");
  }

  @Override
  int run(StackConnection stack) {
    Instant now = stack.now();
    Collection<UnitRecord> units = UnitKeys.find(stack.ledgerReader(), id).values();
    QueueLook look = new QueueLook(stack, output, id);
    look.at(QueueLook.places(units, now), body);
    boolean settled = units.stream().allMatch(unit -> unit.entry().state().ended());
    boolean notFound = units.isEmpty() && look.copies().isEmpty();
    WhatNext next =
        new WhatNext(
            look,
            notFound || !settled ? new StatusReader(stack).flow() : MailFlow.UNASKED,
            stack.commands(),
            now,
            stack.deployment().grace(),
            stack.deployment().keep());
    List<UnitHistory> histories =
        units.stream().map(unit -> UnitHistory.of(unit, next.of(unit))).toList();
    List<String> mayBe = notFound ? next.ofUnknown(stack.deployment().name()) : List.of();
    int exitCode =
        output.answer(
            new MessageHistory(
                id, counts(histories), histories, look.copies(), look.unseen(), mayBe));
    if (notFound) {
      return output.failed(
          "the ledger does not know "
              + id
              + (look.unseen().isEmpty()
                  ? ", and it is not in the rejected or dead letter queue."
                  : ", and not every queue could be looked at whole."));
    }
    return body && look.copies().isEmpty() ? noCopy(look) : exitCode;
  }

  private int noCopy(QueueLook look) {
    output.note("postrider: no copy of " + id + " was found in the held, rejected or dead queue.");
    look.unseen().forEach(unseen -> output.note("postrider: " + unseen));
    return ExitCodes.FAILED;
  }

  private static SortedMap<UnitStatus, Long> counts(List<UnitHistory> units) {
    return units.stream()
        .collect(Collectors.groupingBy(UnitHistory::status, TreeMap::new, Collectors.counting()));
  }

  /// What is known of a message.
  ///
  /// @param counts how many units came to what, the least severe first
  /// @param units in the order of the message's entries
  /// @param copies that wait for a person, with their bodies if these were asked for
  /// @param unseen which queues could not be looked at whole, in words
  /// @param mayBe what a message may be that is known nowhere, the likeliest first
  private record MessageHistory(
      String id,
      SortedMap<UnitStatus, Long> counts,
      List<UnitHistory> units,
      List<FoundCopy> copies,
      List<String> unseen,
      List<String> mayBe)
      implements CommandAnswer {
    /// More units than this are shown as a table.
    private static final int IN_FULL = 3;

    @Override
    public String text() {
      String history =
          units.size() <= IN_FULL
              ? units.stream().map(UnitHistory::inFull).collect(Collectors.joining("\n"))
              : units.size()
                  + " units: "
                  + UnitStatus.counts(units.stream().map(UnitHistory::status))
                  + "\n"
                  + table()
                  + next();
      return (units.isEmpty() && !copies.isEmpty() ? id + "\n" : "")
          + history
          + copies.stream().map(FoundCopy::text).collect(Collectors.joining())
          + (mayBe.isEmpty() ? "" : "What may be, the likeliest first:\n")
          + mayBe.stream()
              .map(possible -> "  " + TerminalWriter.cell(possible) + "\n")
              .collect(Collectors.joining());
    }

    private String table() {
      TextTable table =
          new TextTable("UNIT", "STATUS", "REASON", "CLAIMS", "CHANGED", "NEXT TRY", "RECIPIENTS");
      for (UnitHistory unit : units) {
        table.row(
            unit.key(),
            unit.status().name(),
            unit.statusReason(),
            unit.claims(),
            unit.updatedAt() == null ? "" : Times.at(unit.updatedAt()),
            unit.nextTry() == null ? "" : Times.at(unit.nextTry()),
            unit.recipients().size() < 2 ? "" : unit.recipientCounts());
      }
      return table.text();
    }

    /// What happens next, once for all units of which the same is to be said.
    private String next() {
      return units.stream()
          .filter(unit -> !unit.next().isEmpty())
          .collect(
              Collectors.groupingBy(UnitHistory::next, LinkedHashMap::new, Collectors.counting()))
          .entrySet()
          .stream()
          .limit(IN_FULL)
          .map(
              each ->
                  Words.labelled(
                      "Next", 6, Words.counted(each.getValue(), "unit") + ": " + each.getKey()))
          .collect(Collectors.joining());
    }
  }
}
