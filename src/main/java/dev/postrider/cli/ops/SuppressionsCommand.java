package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Address;
import dev.postrider.local.http.Json;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
public final class SuppressionsCommand extends Group {

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
      @Mixin StackOptions stack,
      @Mixin Output output,
      @Option(names = "--reason", description = "Only this one: ${COMPLETION-CANDIDATES}")
          @Nullable SuppressionReason reason,
      @Option(names = "--scope", paramLabel = "SCOPE", description = "Only this one.")
          @Nullable String scope,
      @Option(
              names = "--limit",
              defaultValue = "100",
              description = "At most so many. Default: ${DEFAULT-VALUE}")
          int limit) {
    try (Session session = stack.open()) {
      List<SuppressionRow> rows = new ArrayList<>();
      boolean complete =
          rows(session)
              .walk(
                  row -> {
                    boolean wanted =
                        (reason == null || row.reason() == reason)
                            && (scope == null || row.key().scope().text().equals(scope));
                    if (wanted && rows.size() < limit) {
                      rows.add(row);
                      return true;
                    }
                    return !wanted;
                  });
      ObjectNode json = Json.object().put("partial", !complete);
      ArrayNode array = json.putArray("suppressions");
      rows.forEach(row -> array.add(row.json()));
      output.answer(json, text(rows, complete));
      return ExitCodes.DONE;
    }
  }

  private static SuppressionRows rows(Session session) {
    return new SuppressionRows(
        session.suppressions(),
        session.deployment().suppressionPolicy(),
        session.clock().instant());
  }

  private static String text(List<SuppressionRow> rows, boolean complete) {
    Columns columns = new Columns("ADDRESS", "SCOPE", "REASON", "SINCE", "UNTIL", "NOTE");
    rows.forEach(row -> columns.row(row.texts().toArray(String[]::new)));
    return (columns.isEmpty() ? "" : columns.text())
        + rows.size()
        + (rows.size() == 1 ? " suppression." : " suppressions.")
        + (complete ? "\n" : " There are more: --limit.\n");
  }

  @Command(
      name = "show",
      description = {
        "Shows all that is known of an address. Exit code 1 when nothing suppresses it."
      },
      footer = {"", "Example:", "  postrider suppressions show jane@example.com"},
      mixinStandardHelpOptions = true)
  int show(
      @Mixin StackOptions stack,
      @Mixin Output output,
      @Parameters(paramLabel = "ADDRESS") String address) {
    try (Session session = stack.open()) {
      Instant now = session.clock().instant();
      String key = Address.keyOf(address);
      Map<Scope, Facts> known = session.suppressions().get(key);
      ObjectNode json = Json.object().put("address", key);
      session.recipientHash().ifPresent(hash -> json.put("hash", hash.of(key)));
      ArrayNode scopes = json.putArray("scopes");
      StringBuilder text = new StringBuilder();
      boolean suppressed = false;
      for (Map.Entry<Scope, Facts> each : known.entrySet()) {
        Optional<SuppressionRow> row =
            session
                .deployment()
                .suppressionPolicy()
                .effective(each.getValue(), now)
                .map(
                    s ->
                        SuppressionRow.of(
                            new SuppressionKey(key, each.getKey()), each.getValue(), s));
        suppressed |= row.isPresent();
        scopes.add(json(each.getKey(), each.getValue(), row));
        text.append(text(each.getKey(), each.getValue(), row));
      }
      output.answer(json, text.isEmpty() ? "Nothing is known of it.\n" : text.toString());
      return suppressed ? ExitCodes.DONE : ExitCodes.FAILED;
    }
  }

  private static ObjectNode json(Scope scope, Facts facts, Optional<SuppressionRow> row) {
    ObjectNode json = Json.object().put("scope", scope.text());
    row.ifPresent(r -> json.set("suppressed", r.json()));
    ObjectNode marks = json.putObject("facts");
    facts.marks().forEach((mark, at) -> marks.put(mark.name(), at.toString()));
    Optional.ofNullable(facts.manual())
        .ifPresent(manual -> marks.put("MANUAL", manual.at().toString()));
    if (!facts.softBounces().isEmpty()) {
      ArrayNode bounces = marks.putArray("SOFT_BOUNCES");
      facts.softBounces().forEach(bounce -> bounces.add(bounce.at().toString()));
    }
    return json;
  }

  private static String text(Scope scope, Facts facts, Optional<SuppressionRow> row) {
    StringBuilder text = new StringBuilder("Scope ").append(scope.text()).append(": ");
    text.append(row.map(r -> "suppressed, " + r.reason()).orElse("not suppressed")).append('\n');
    facts.marks().entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(mark -> fact(text, mark.getValue(), mark.getKey().name()));
    facts.softBounces().forEach(bounce -> fact(text, bounce.at(), "SOFT_BOUNCE"));
    Optional.ofNullable(facts.manual())
        .ifPresent(
            manual ->
                fact(
                    text,
                    manual.at(),
                    "MANUAL"
                        + (manual.until() == null ? "" : " until " + Times.at(manual.until()))
                        + (manual.note() == null ? "" : ": " + manual.note())));
    return text.toString();
  }

  private static void fact(StringBuilder text, Instant at, String what) {
    text.append("  ").append(Times.at(at)).append("  ").append(what).append('\n');
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
      @Mixin StackOptions stack,
      @Mixin Output output,
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(
              names = "--scope",
              defaultValue = "*",
              paramLabel = "SCOPE",
              description = "Default: * (everything)")
          String scope,
      @Option(names = "--until", paramLabel = "TIME", description = "Default: for ever.")
          @Nullable Instant until,
      @Option(names = "--note", paramLabel = "TEXT", description = "Why.") @Nullable String note) {
    try (Session session = stack.open()) {
      SuppressionKey key = key(address, scope);
      Facts known = session.suppressions().get(key.address()).getOrDefault(key.scope(), Facts.NONE);
      session.suppressions().add(key, known.entry(session.clock().instant(), until, note));
      output.answer(Json.object().put("added", true), "Suppressed in " + scope + ".\n");
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
      @Mixin StackOptions stack,
      @Mixin Output output,
      @Mixin Confirmation confirmation,
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(
              names = "--scope",
              paramLabel = "SCOPE",
              description = "Default: every scope that it is suppressed in.")
          @Nullable String scope) {
    try (Session session = stack.open()) {
      Instant now = session.clock().instant();
      String key = Address.parse(address).key();
      Map<Scope, Facts> known = session.suppressions().get(key);
      List<Scope> scopes =
          known.entrySet().stream()
              .filter(
                  e ->
                      session
                          .deployment()
                          .suppressionPolicy()
                          .effective(e.getValue(), now)
                          .isPresent())
              .map(Map.Entry::getKey)
              .filter(s -> scope == null || s.text().equals(scope))
              .toList();
      if (scopes.isEmpty()) {
        output.answer(Json.object().put("removed", 0), "It is not suppressed.\n");
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
            .forEach(mark -> session.suppressions().add(removed, mark));
      }
      output.answer(
          Json.object().put("removed", scopes.size()),
          "Removed from " + String.join(", ", scopes.stream().map(Scope::text).toList()) + ".\n");
      return ExitCodes.DONE;
    }
  }

  private static SuppressionKey key(String address, String scope) {
    return new SuppressionKey(Address.parse(address).key(), Scope.parse(scope));
  }
}
