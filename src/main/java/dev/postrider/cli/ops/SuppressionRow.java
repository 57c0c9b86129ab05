package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.postrider.email.Address;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.Scope;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionReason;
import dev.postrider.suppression.SuppressionStore;
import dev.postrider.suppression.SuppressionStore.StoredFacts;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One suppression as files hold it.
///
/// @param until the first instant at which it no longer holds; null means never
/// @param note an operator's; null when there is none
record SuppressionRow(
    SuppressionKey key,
    SuppressionReason reason,
    Instant since,
    @Nullable Instant until,
    @Nullable String note) {

  /// The columns of a CSV file and the fields of a JSON object. Only `address` must be there.
  static final List<String> FIELDS =
      List.of("address", "scope", "reason", "since", "until", "note");

  private static final int PAGE = 1_000;

  /// All that a stack's suppression table knows, page by page, in no particular order.
  static Stream<StoredFacts> known(SuppressionStore store) {
    return Stream.iterate(
            Optional.of(store.list(Optional.empty(), PAGE)),
            Optional::isPresent,
            page ->
                page.flatMap(SuppressionStore.Page::next)
                    .map(next -> store.list(Optional.of(next), PAGE)))
        .flatMap(page -> page.orElseThrow().entries().stream());
  }

  /// The suppressions of a stack that are in force.
  static Stream<SuppressionRow> inForce(StackConnection stack) {
    Instant now = stack.now();
    return known(stack.suppressions())
        .flatMap(entry -> inForce(stack, entry.key(), entry.facts(), now).stream());
  }

  /// The suppression that follows from facts; empty when they suppress nothing.
  static Optional<SuppressionRow> inForce(
      StackConnection stack, SuppressionKey key, Facts facts, Instant now) {
    return stack
        .deployment()
        .suppressionPolicy()
        .effective(facts, now)
        .map(
            suppression ->
                new SuppressionRow(
                    key,
                    suppression.reason(),
                    suppression.since(),
                    suppression.expiresAt(),
                    facts.manual() == null ? null : facts.manual().note()));
  }

  /// The suppressions of an address that are in force, with the facts that each follows from.
  static Map<SuppressionKey, Facts> inForce(StackConnection stack, String address, Instant now) {
    Map<SuppressionKey, Facts> found = new LinkedHashMap<>();
    stack
        .suppressions()
        .get(address)
        .forEach(
            (scope, facts) -> {
              SuppressionKey key = new SuppressionKey(address, scope);
              if (inForce(stack, key, facts, now).isPresent()) {
                found.put(key, facts);
              }
            });
    return found;
  }

  /// Removes a suppression: facts that are known no longer count, later ones do.
  static void remove(StackConnection stack, SuppressionKey key, Facts facts, Instant now) {
    facts.removal(now).forEach(mark -> stack.suppressions().add(key, mark));
  }

  /// Reads a row.
  ///
  /// @param field a field's text by its name
  /// @param now when a row begins without `since`, or with one in the future
  /// @throws IllegalArgumentException when a field is wrong; the message holds no address
  static SuppressionRow read(Function<String, Optional<String>> field, Instant now) {
    return new SuppressionRow(
        new SuppressionKey(
            address(field.apply("address").orElse("")),
            new Scope(field.apply("scope").orElse("*"))),
        reason(field.apply("reason").orElse(SuppressionReason.MANUAL.name())),
        field.apply("since").map(text -> instant("since", text)).filter(now::isAfter).orElse(now),
        field.apply("until").map(text -> instant("until", text)).orElse(null),
        field.apply("note").orElse(null));
  }

  private static String address(String text) {
    try {
      return Address.parse(text).key();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("address: " + e.getMessage(), e);
    }
  }

  private static SuppressionReason reason(String text) {
    try {
      return SuppressionReason.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      String all =
          Stream.of(SuppressionReason.values()).map(Enum::name).collect(Collectors.joining(", "));
      throw new IllegalArgumentException("reason: allowed are " + all, e);
    }
  }

  private static Instant instant(String field, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          field + ": allowed is a time such as 2026-11-24T08:00:00Z", e);
    }
  }

  /// What the row says, as the table keeps it. A run of soft bounces cannot be written as one fact:
  /// it becomes an operator's entry that ends when the run would.
  SuppressionFact fact() {
    return switch (reason) {
      case COMPLAINT -> new SuppressionFact.Marked(Mark.COMPLAINT, since);
      case HARD_BOUNCE -> new SuppressionFact.Marked(Mark.HARD_BOUNCE, since);
      case UNSUBSCRIBED -> new SuppressionFact.Marked(Mark.UNSUBSCRIBED, since);
      case MANUAL -> new SuppressionFact.Manual(since, until, note);
      case SOFT_BOUNCES ->
          new SuppressionFact.Manual(since, until, note == null ? "SOFT_BOUNCES" : note);
    };
  }

  /// In the order of [#FIELDS]; empty for what is not there.
  List<String> texts() {
    return List.of(
        key.address(),
        key.scope().text(),
        reason.name(),
        since.toString(),
        until == null ? "" : until.toString(),
        note == null ? "" : note);
  }

  /// The texts of [#FIELDS] that are there.
  @JsonValue
  Map<String, String> fields() {
    List<String> texts = texts();
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      if (!texts.get(i).isEmpty()) {
        fields.put(FIELDS.get(i), texts.get(i));
      }
    }
    return fields;
  }

  /// Never the address itself.
  @Override
  public String toString() {
    return "SuppressionRow[" + key + ", " + reason + "]";
  }
}
