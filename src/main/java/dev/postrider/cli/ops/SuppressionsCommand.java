package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.postrider.cli.ops.AddressFacts.ScopeFacts;
import dev.postrider.cli.output.CommandAnswer;
import dev.postrider.cli.output.CommandGroup;
import dev.postrider.cli.output.ExitCodes;
import dev.postrider.cli.output.Output;
import dev.postrider.email.Address;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionReason;
import java.time.Instant;
import java.util.ArrayList;
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
    description = "Addresses that are not mailed. Scopes: *, stream:NAME, tenant:NAME.",
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
      "  postrider suppressions add jane@example.com --scope stream:marketing --note \"by phone\"",
      "  postrider suppressions remove jane@example.com --yes",
      "  postrider suppressions export --output suppressions.csv",
      "  postrider suppressions import suppressions.csv --yes",
      "  postrider suppressions sync"
    },
    mixinStandardHelpOptions = true)
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
      @Option(names = "--reason", description = "Only this one: ${COMPLETION-CANDIDATES}")
          @Nullable SuppressionReason reason,
      @Option(names = "--scope", paramLabel = "SCOPE", description = "Only this one.")
          @Nullable String scope,
      @Option(
              names = "--limit",
              defaultValue = "100",
              description = "How many at most. Default: ${DEFAULT-VALUE}")
          int limit) {
    try (StackConnection stack = options.open()) {
      List<SuppressionRow> rows =
          SuppressionRows.inForce(stack)
              .filter(row -> reason == null || row.reason() == reason)
              .filter(row -> scope == null || row.key().scope().text().equals(scope))
              .limit(limit + 1L)
              .toList();
      boolean partial = rows.size() > limit;
      output.answer(new SuppressionList(partial, partial ? rows.subList(0, limit) : rows));
      return ExitCodes.DONE;
    }
  }

  @Command(
      name = "show",
      description = {
        "Shows all that is known of an address. Exit code 1 when nothing suppresses it."
      },
      footer = {"", "Example:", "  postrider suppressions show jane@example.com"},
      mixinStandardHelpOptions = true)
  int show(
      @Mixin StackOptions options,
      @Mixin Output output,
      @Parameters(paramLabel = "ADDRESS") String address) {
    try (StackConnection stack = options.open()) {
      String key = Address.keyOf(address);
      List<ScopeFacts> scopes = new ArrayList<>();
      stack
          .suppressions()
          .get(key)
          .forEach((scope, facts) -> scopes.add(scopeFacts(stack, key, scope, facts)));
      String hash = stack.recipientHash().map(keyed -> keyed.of(key)).orElse(null);
      AddressFacts answer = new AddressFacts(key, hash, scopes);
      output.answer(answer);
      return answer.isSuppressed() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
  }

  private static ScopeFacts scopeFacts(
      StackConnection stack, String key, Scope scope, Facts facts) {
    return ScopeFacts.of(
        scope,
        facts,
        stack
            .deployment()
            .suppressionPolicy()
            .effective(facts, stack.now())
            .map(s -> SuppressionRow.of(new SuppressionKey(key, scope), facts, s))
            .orElse(null));
  }

  @Command(
      name = "add",
      description = "Suppresses an address by hand.",
      footer = {
        "",
        "Examples:",
        "  postrider suppressions add jane@example.com --scope stream:marketing --note \"by phone\"",
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
      stack.suppressions().add(key, known.entry(stack.now(), until, note));
      output.answer(new Added(true, scope));
      return ExitCodes.DONE;
    }
  }

  @Command(
      name = "remove",
      description = {
        "Mails an address again: what is known of it counts no more, what is reported later does.",
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
      Map<Scope, Facts> known = stack.suppressions().get(key);
      List<Scope> scopes =
          known.entrySet().stream()
              .filter(
                  e ->
                      stack
                          .deployment()
                          .suppressionPolicy()
                          .effective(e.getValue(), now)
                          .isPresent())
              .map(Map.Entry::getKey)
              .filter(s -> scope == null || s.text().equals(scope))
              .toList();
      if (scopes.isEmpty()) {
        output.answer(new Removed(0, List.of()));
        return ExitCodes.FAILED;
      }
      if (!confirmation.given("Mail this address again", output.err())) {
        return ExitCodes.NOT_RUN;
      }
      for (Scope each : scopes) {
        SuppressionKey removed = new SuppressionKey(key, each);
        known
            .getOrDefault(each, Facts.NONE)
            .removal(now)
            .forEach(mark -> stack.suppressions().add(removed, mark));
      }
      output.answer(new Removed(scopes.size(), scopes.stream().map(Scope::text).toList()));
      return ExitCodes.DONE;
    }
  }

  private record Added(boolean added, @JsonIgnore String scope) implements CommandAnswer {
    @Override
    public String text() {
      return "Suppressed in " + scope + ".\n";
    }
  }

  private record Removed(int removed, @JsonIgnore List<String> scopes) implements CommandAnswer {
    @Override
    public String text() {
      return removed == 0
          ? "It is not suppressed.\n"
          : "Removed from " + String.join(", ", scopes) + ".\n";
    }
  }
}
