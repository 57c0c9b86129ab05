package dev.postrider.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.bench.Prices;
import dev.postrider.cli.output.CliJson;
import dev.postrider.cli.output.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the console's page asks: each a command that reads, whose JSON is the answer.
public final class ConsoleAnswers {
  /// Between two looks of one page.
  static final Duration EVERY = Duration.ofSeconds(30);

  /// Pages that look at the same time share what was read, and so its price.
  private static final Duration SHARED = Duration.ofSeconds(25);

  private final Place place;
  private final Prices prices;
  private final int metrics;
  private final Runbook runbook;
  private final CommandRun commands;
  private final Clock clock;
  private @Nullable Shared shared;

  /// Runs a command on the stack.
  @FunctionalInterface
  public interface CommandRun {
    /// The JSON that it prints, or `problem` with a sentence.
    ///
    /// @param words without the options that name the stack; no option follows `--`
    String answer(List<String> words);
  }

  private record Shared(Instant at, String status) {}

  /// @param metrics that each look reads from CloudWatch
  public ConsoleAnswers(
      Place place, Prices prices, int metrics, Runbook runbook, CommandRun commands, Clock clock) {
    this.place = place;
    this.prices = prices;
    this.metrics = metrics;
    this.runbook = runbook;
    this.commands = commands;
    this.clock = clock;
  }

  /// Which stack it is, and what it costs to watch it for an hour.
  String about() {
    return CliJson.object()
        .put("stack", place.stack())
        .put("place", place.text())
        .put("everySeconds", EVERY.toSeconds())
        .put("dollarsAnHour", prices.ofAnHourOfStatus(metrics, EVERY))
        .put("pricesOf", prices.date())
        .toString();
  }

  /// What `status` answers; read at most once in 25 seconds, however many pages are open, and also
  /// when it could not be read: a failure is asked again no sooner.
  synchronized String status() {
    Instant now = clock.instant();
    if (shared != null && now.isBefore(shared.at().plus(SHARED))) {
      return shared.status();
    }
    String status = commands.answer(List.of("status", "--json"));
    shared = new Shared(clock.instant(), status);
    return status;
  }

  /// A section of the runbook.
  String runbook(String section) {
    ObjectNode answer = CliJson.object();
    runbook.section(section).ifPresent(text -> answer.put("section", text));
    return answer.toString();
  }

  /// What `show` answers to a question with `id`.
  Optional<String> unit(ObjectNode question) {
    return CliJson.text(question, "id")
        .map(id -> commands.answer(List.of("show", "--json", "--", id)));
  }

  /// What `suppressions show` answers to a question with `address`, or `suppressions list`.
  Optional<String> suppressions(ObjectNode question) {
    return Optional.of(
            CliJson.text(question, "address")
                .filter(address -> !address.isBlank())
                .map(address -> List.of("suppressions", "show", "--json", "--", address.strip()))
                .orElse(List.of("suppressions", "list", "--json")))
        .map(commands::answer);
  }

  /// What `show` answers of a queue where messages wait for a person: `queue` is one of `rejected`,
  /// `held`, `dead` and `events`. It hides them from others while it lasts.
  Optional<String> look(ObjectNode question) {
    return CliJson.text(question, "queue").flatMap(ConsoleAnswers::look).map(commands::answer);
  }

  private static Optional<List<String>> look(String queue) {
    return switch (queue) {
      case "rejected", "held", "dead" -> Optional.of(List.of(queue, "show", "--json"));
      case "events" -> Optional.of(List.of("dead", "show", "--queue", "feedback", "--json"));
      default -> Optional.empty();
    };
  }
}
