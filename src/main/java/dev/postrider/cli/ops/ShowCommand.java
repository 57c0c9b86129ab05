package dev.postrider.cli.ops;

import dev.postrider.aws.SqsQueueBrowser.Browse;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.TextTable;
import dev.postrider.cli.output.Times;
import dev.postrider.local.Queues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider show`: what the ledger knows of a message.
@Command(
    name = "show",
    description = {
      "Shows what became of a message: each unit's state, and each recipient's by hash.",
      "A message with `recipients` has the units ID#0, ID#1, …"
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
      description =
          "Also the body, with its addresses, if a copy is in the held, rejected or dead queue.")
  private boolean body;

  @Override
  public Integer call() {
    return UnitKeys.isId(id)
        ? super.call()
        : output.notRun("an id is [A-Za-z0-9_-]{1,128}, with #n for an entry.");
  }

  @Override
  int run(StackConnection stack) {
    List<UnitHistory> units =
        UnitKeys.find(stack.ledgerReader(), id).values().stream().map(UnitHistory::of).toList();
    Map<String, String> copies = new LinkedHashMap<>();
    Map<String, Browse> browsed = body ? browse(stack, copies) : Map.of();
    int exitCode = output.answer(new MessageHistory(id, units, body ? copies : null));
    if (units.isEmpty() && copies.isEmpty()) {
      return output.failed(
          "the ledger does not know "
              + id
              + ": not dispatched yet, waiting for its sendAt, malformed, or too old.");
    }
    return body && copies.isEmpty() ? noCopy(browsed) : exitCode;
  }

  private int noCopy(Map<String, Browse> browsed) {
    output.note("postrider: no copy of " + id + " was found in the held, rejected or dead queue.");
    browsed.forEach(
        (queue, browse) -> {
          if (browse.partial()) {
            output.note(
                "postrider: of the %s queue %d of about %d were looked at; the others are in use."
                    .formatted(queue, browse.seen(), browse.total()));
          }
        });
    return ExitCodes.FAILED;
  }

  /// Looks for bodies in each queue until one is found there.
  ///
  /// @param copies filled with what was found, by the queue's name
  private Map<String, Browse> browse(StackConnection stack, Map<String, String> copies) {
    Queues urls = stack.deployment().queues();
    Map<String, String> queues = new LinkedHashMap<>();
    queues.put("held", urls.held());
    queues.put("rejected", urls.rejected());
    queues.put("dead", urls.mailDeadLetters());
    Map<String, Browse> browsed = new LinkedHashMap<>();
    String message = id.replaceFirst("#.*", "");
    queues.forEach(
        (name, url) ->
            browsed.put(
                name,
                stack
                    .browser(url)
                    .browse(
                        Integer.MAX_VALUE,
                        each -> {
                          if (WaitingMessage.of(each).id().equals(message)) {
                            copies.put(name, each.message().body());
                          }
                          return false;
                        },
                        () -> copies.containsKey(name))));
    return browsed;
  }

  /// What is known of a message.
  ///
  /// @param units in the order of the message's entries
  /// @param copies bodies by the queue that they wait in; null unless they were asked for
  private record MessageHistory(
      String id, List<UnitHistory> units, @Nullable Map<String, String> copies)
      implements CommandAnswer {
    /// More units than this are shown as a table.
    private static final int IN_FULL = 3;

    @Override
    public String text() {
      String history =
          units.size() <= IN_FULL
              ? units.stream().map(UnitHistory::text).collect(Collectors.joining("\n"))
              : units.size()
                  + " units: "
                  + UnitHistory.counts(units.stream().map(UnitHistory::state))
                  + "\n"
                  + table();
      return copies == null
          ? history
          : history
              + copies.entrySet().stream()
                  .map(
                      copy -> "Copy in the " + copy.getKey() + " queue:\n" + copy.getValue() + "\n")
                  .collect(Collectors.joining());
    }

    private String table() {
      TextTable table =
          new TextTable("UNIT", "STATE", "REASON", "ATTEMPTS", "CHANGED", "RECIPIENTS");
      for (UnitHistory unit : units) {
        table.row(
            unit.key(),
            unit.state().name(),
            unit.reason(),
            unit.attempts(),
            unit.updatedAt() == null ? "" : Times.at(unit.updatedAt()),
            unit.recipients().values().stream()
                .map(Enum::name)
                .sorted()
                .collect(Collectors.joining(" ")));
      }
      return table.text();
    }
  }
}
