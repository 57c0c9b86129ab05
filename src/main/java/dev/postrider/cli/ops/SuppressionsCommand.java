package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.ops.AddressFacts.ScopeFacts;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.CommandGroup;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import dev.postrider.cli.output.TextTable;
import dev.postrider.cli.output.Words;
import dev.postrider.email.Address;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postrider suppressions`: who is not mailed, and why.
@Command(
    name = "suppressions",
    description = {"Addresses that are not mailed.", "Scopes: *, stream:NAME, tenant:NAME."},
    subcommands = {
      SuppressionsImportCommand.class,
      SuppressionsExportCommand.class,
      SuppressionsSyncCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  postrider suppressions list --reason COMPLAINT",
      "  postrider suppressions show jane@example.com",
      "  postrider suppressions add jane@example.com --scope stream:news --note phone",
      "  postrider suppressions remove jane@example.com --yes",
      "  postrider suppressions export --output suppressions.csv",
      "  postrider suppressions import suppressions.csv --yes",
      "  postrider suppressions sync"
    })
public final class SuppressionsCommand extends CommandGroup {
  @Command(
      name = "list",
      description = "Lists suppressions that are in force.",
      footer = {
        "",
        "Examples:",
        "  postrider suppressions list --reason COMPLAINT",
        "  postrider suppressions list --scope stream:marketing --limit 1000 --json"
      },
      mixinStandardHelpOptions = true)
  int list(
      @Mixin StackOptions options,
      @Mixin Output output,
      @Option(
              names = "--reason",
              paramLabel = "REASON",
              description = "Only this one: ${COMPLETION-CANDIDATES}")
          @Nullable SuppressionReason reason,
      @Option(names = "--scope", paramLabel = "SCOPE", description = "Only this one.")
          @Nullable String scope,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "Number of rows at most. Default: ${DEFAULT-VALUE}")
          int limit) {
    try (StackConnection stack = options.open()) {
      List<SuppressionRow> rows =
          SuppressionRow.inForce(stack)
              .filter(row -> reason == null || row.reason() == reason)
              .filter(row -> scope == null || row.key().scope().text().equals(scope))
              .limit(limit + 1L)
              .toList();
      boolean partial = rows.size() > limit;
      return output.answer(new InForce(partial, partial ? rows.subList(0, limit) : rows));
    }
  }

  @Command(
      name = "show",
      description = {
        "Shows every fact about an address.",
        "Exit code 1 when nothing suppresses it."
      },
      footer = {"", "Example:", "  postrider suppressions show jane@example.com"},
      mixinStandardHelpOptions = true)
  int show(
      @Mixin StackOptions options,
      @Mixin Output output,
      @Parameters(paramLabel = "ADDRESS") String address) {
    try (StackConnection stack = options.open()) {
      Instant now = stack.now();
      String key = Address.keyOf(address);
      List<ScopeFacts> scopes = new ArrayList<>();
      stack
          .suppressions()
          .get(key)
          .forEach(
              (scope, facts) -> {
                SuppressionKey suppressed = new SuppressionKey(key, scope);
                scopes.add(
                    ScopeFacts.of(
                        scope,
                        facts,
                        SuppressionRow.inForce(stack, suppressed, facts, now).orElse(null)));
              });
      String hash = stack.recipientHash().map(keyed -> keyed.of(key)).orElse(null);
      return output.answer(new AddressFacts(key, hash, scopes));
    }
  }

  @Command(
      name = "add",
      description = "Suppresses an address by hand.",
      footer = {
        "",
        "Examples:",
        "  postrider suppressions add jane@example.com --scope stream:news --note phone",
        "  postrider suppressions add jane@example.com --until 2027-01-01T00:00:00Z"
      },
      mixinStandardHelpOptions = true)
  int add(
      @Mixin StackOptions options,
      @Mixin Output output,
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(
              names = "--scope",
              defaultValue = "*",
              paramLabel = "SCOPE",
              description = "Default: * (everything)")
          String scope,
      @Option(names = "--until", paramLabel = "TIME", description = "Default: without end.")
          @Nullable Instant until,
      @Option(names = "--note", paramLabel = "TEXT", description = "Why.") @Nullable String note) {
    try (StackConnection stack = options.open()) {
      SuppressionKey key = new SuppressionKey(Address.parse(address).key(), new Scope(scope));
      Facts known = stack.suppressions().get(key.address()).getOrDefault(key.scope(), Facts.NONE);
      stack.suppressions().add(key, known.entry(stack.now(), until, kept(known, note)));
      return output.answer(new Added(true, "Suppressed in scope " + scope + ".\n"), stack.place());
    }
  }

  @Command(
      name = "remove",
      description = {
        "Mails an address again.",
        "Known facts no longer count, later ones do.",
        "SES may have it on its own list: `suppressions sync` takes it off there too."
      },
      footer = {
        "",
        "Examples:",
        "  postrider suppressions remove jane@example.com --yes",
        "  postrider suppressions remove jane@example.com --scope stream:marketing"
      },
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin StackOptions options,
      @Mixin Output output,
      @Mixin Confirmation confirmation,
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(
              names = "--scope",
              paramLabel = "SCOPE",
              description = "Default: every scope that it is suppressed in.")
          @Nullable String scope) {
    try (StackConnection stack = options.open()) {
      Instant now = stack.now();
      String key = Address.parse(address).key();
      Map<SuppressionKey, Facts> known = SuppressionRow.inForce(stack, key, now);
      known.keySet().removeIf(one -> scope != null && !one.scope().text().equals(scope));
      if (!known.isEmpty()
          && !confirmation.given("Mail this address again", stack.place(), output.err())) {
        return ExitCodes.NOT_RUN;
      }
      known.forEach((removed, facts) -> SuppressionRow.remove(stack, removed, facts, now));
      return output.answer(
          new Removed(known.size(), known.keySet().stream().map(k -> k.scope().text()).toList()),
          stack.place());
    }
  }

  /// A new note before the one that it replaces, which is not lost.
  private static @Nullable String kept(Facts known, @Nullable String note) {
    String before = known.manual() == null ? null : known.manual().note();
    if (before == null || before.equals(note)) {
      return note;
    }
    return note == null ? before : note + "; before: " + before;
  }

  /// Suppressions that are in force.
  ///
  /// @param partial whether there are more
  private record InForce(boolean partial, List<SuppressionRow> suppressions)
      implements CommandAnswer {
    @Override
    public String text() {
      TextTable table = new TextTable("ADDRESS", "SCOPE", "REASON", "SINCE", "UNTIL", "NOTE");
      suppressions.stream()
          .sorted(Comparator.comparing(SuppressionRow::since))
          .forEach(row -> table.row(row.texts().toArray()));
      return (table.isEmpty() ? "" : table.text())
          + Words.counted(suppressions.size(), "suppression")
          + (partial ? ". There are more: --limit.\n" : ".\n");
    }
  }

  private record Added(boolean added, @JsonIgnore String text) implements CommandAnswer {}

  private record Removed(int removed, @JsonIgnore List<String> scopes) implements CommandAnswer {
    @Override
    public String text() {
      return removed == 0
          ? "It is not suppressed.\n"
          : "Removed from " + String.join(", ", scopes) + ".\n";
    }

    @Override
    public int exitCode() {
      return removed == 0 ? ExitCodes.FAILED : ExitCodes.DONE;
    }
  }
}
