package dev.postrider.cli.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.Browse;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.cli.ops.WaitingQueue.Coverage;
import dev.postrider.cli.output.Output;
import dev.postrider.cli.output.Times;
import dev.postrider.cli.output.Words;
import dev.postrider.dispatch.RejectReason;
import dev.postrider.email.EntryRanges;
import dev.postrider.ledger.UnitRecord;
import dev.postrider.local.CommandLines;
import dev.postrider.local.Queues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A look for the copies of one message in the queues where mail waits for a person. It hides what
/// it passes from others while it lasts, so that it goes only where the ledger says that a copy can
/// be, ends at the first copy that is about all that was asked for, and passes at most
/// [#LONGEST] messages a queue.
final class QueueLook {
  /// A look at 10,000 messages takes about half a minute. A list by id reads to the queue's end.
  static final int LONGEST = 10_000;

  /// A look that is killed hides messages no longer. One for bodies reads to the end, and hides
  /// them as other commands do.
  private static final Duration HIDDEN_FOR = Duration.ofSeconds(30);

  private static final int PROGRESS_EVERY = 500;

  private static final Set<PersonsQueue> ALL = EnumSet.allOf(PersonsQueue.class);
  private static final Set<PersonsQueue> NONE = EnumSet.noneOf(PersonsQueue.class);

  private final StackConnection stack;
  private final Output output;
  private final String id;
  private final List<FoundCopy> copies = new ArrayList<>();
  private final Map<PersonsQueue, Coverage> looks = new EnumMap<>(PersonsQueue.class);

  /// A queue where mail waits for a person; the names are the commands'.
  enum PersonsQueue {
    HELD,
    REJECTED,
    DEAD;

    String word() {
      return switch (this) {
        case HELD -> "held";
        case REJECTED -> "rejected";
        case DEAD -> "dead letter";
      };
    }

    /// The command that says what to do with a message of this queue.
    String command(String id, CommandLines commands) {
      String group =
          switch (this) {
            case HELD -> "held";
            case REJECTED -> "rejected";
            case DEAD -> "dead";
          };
      return commands.of(group + " show", id);
    }
  }

  /// A copy that was found.
  ///
  /// @param next the command that says what to do with it
  /// @param body with its addresses; null unless it was asked for
  record FoundCopy(
      PersonsQueue queue,
      String next,
      @JsonUnwrapped WaitingMessage message,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String body) {
    String text() {
      String entries = message.entries();
      return Words.labelled(
              "  copy",
              UnitHistory.WIDTH,
              (entries.isEmpty() ? "" : "of the entries " + entries + " ")
                  + "in the "
                  + queue.word()
                  + " queue since "
                  + Times.at(message.since())
                  + (message.reason().isEmpty() ? "" : ": " + message.summary()))
          + Words.labelled("  next", UnitHistory.WIDTH, next)
          + (body == null ? "" : "Copy in the " + queue.word() + " queue:\n" + body + "\n");
    }
  }

  /// @param id of a message, or of one of its units
  QueueLook(StackConnection stack, Output output, String id) {
    this.stack = stack;
    this.output = output;
    this.id = id;
  }

  /// Where a copy of these units can be. What the ledger does not know was refused before any
  /// claim, or failed.
  static Set<PersonsQueue> places(Collection<UnitRecord> units, Instant now) {
    Set<PersonsQueue> places = EnumSet.noneOf(PersonsQueue.class);
    units.forEach(unit -> places.addAll(places(unit, now)));
    return units.isEmpty() ? EnumSet.of(PersonsQueue.REJECTED, PersonsQueue.DEAD) : places;
  }

  /// What ended well has no copy. A copy is placed before the ledger is written, so that a claim
  /// whose lease is over may have one anywhere; one whose lease runs is being sent, and what waits
  /// for a later try is on its way.
  private static Set<PersonsQueue> places(UnitRecord unit, Instant now) {
    boolean waits = unit.nextTry().filter(now::isBefore).isPresent();
    Instant since = unit.entry().since();
    return switch (unit.entry().state()) {
      case HELD -> EnumSet.of(PersonsQueue.HELD);
      case REJECTED -> EnumSet.of(PersonsQueue.REJECTED);
      case PENDING ->
          unit.reason().startsWith(RejectReason.ID_REUSED.name())
              ? EnumSet.of(PersonsQueue.REJECTED)
              : waits ? NONE : EnumSet.of(PersonsQueue.DEAD);
      case UNKNOWN -> waits ? NONE : ALL;
      case CLAIMED -> since != null && since.isBefore(now) ? ALL : NONE;
      case SENT, SUPPRESSED, EXPIRED, CANCELLED -> NONE;
    };
  }

  /// Looks there.
  ///
  /// @param body whether copies are to have their bodies, wherever they are and however long it
  ///     takes
  void at(Set<PersonsQueue> places, boolean body) {
    for (PersonsQueue place : body ? ALL : places) {
      look(place, body);
    }
  }

  private void look(PersonsQueue place, boolean body) {
    Counter counter = new Counter(place);
    SqsQueueBrowser browser = browser(place);
    Browse browse =
        (body ? browser : browser.hidingFor(HIDDEN_FOR))
            .browse(
                body ? Integer.MAX_VALUE : LONGEST,
                each -> {
                  counter.count();
                  return visit(place, each, body);
                },
                () -> found(place));
    looks.put(
        place, new Coverage(browse.seen(), browse.total(), browse.partial() && !found(place)));
  }

  private SqsQueueBrowser browser(PersonsQueue place) {
    Queues urls = stack.deployment().queues();
    return switch (place) {
      case HELD -> stack.browser(urls.held());
      case REJECTED -> stack.browser(urls.rejected()).withReasons();
      case DEAD -> stack.browser(urls.mailDeadLetters());
    };
  }

  /// @return false: a look deletes nothing
  private boolean visit(PersonsQueue place, BrowsedMessage browsed, boolean body) {
    WaitingMessage message = WaitingMessage.of(browsed);
    String asked = id.replaceFirst("#.*", "");
    if ((message.id().equals(asked) || message.messageId().equals(asked)) && isAbout(browsed)) {
      String text = body ? browsed.message().body() : null;
      copies.add(
          new FoundCopy(place, place.command(message.id(), stack.commands()), message, text));
    }
    return false;
  }

  private boolean isAbout(BrowsedMessage browsed) {
    EntryRanges entries = browsed.message().carried().entries();
    return !UnitKeys.isEntry(id)
        || entries.contains(Integer.parseInt(id.substring(id.indexOf('#') + 1)));
  }

  /// Whether a copy was found beside which no other can be meant: of a message, several copies may
  /// lie in a queue, each about other entries.
  private boolean found(PersonsQueue place) {
    return copies.stream()
        .filter(copy -> copy.queue() == place)
        .anyMatch(copy -> UnitKeys.isEntry(id) || copy.message().entries().isEmpty());
  }

  List<FoundCopy> copies() {
    return List.copyOf(copies);
  }

  /// What could not be seen, a sentence a queue: that no copy was found there does not mean that
  /// there is none.
  List<String> unseen() {
    return looks.entrySet().stream()
        .filter(look -> look.getValue().partial())
        .map(
            look ->
                "of the %s queue only %s messages were looked at, the others are in use or beyond"
                        .formatted(look.getKey().word(), look.getValue().share())
                    + " this look: "
                    + look.getKey().command(id.replaceFirst("#.*", ""), stack.commands()))
        .toList();
  }

  /// Whether that queue was looked at to its end.
  boolean sawAll(PersonsQueue place) {
    Coverage look = looks.get(place);
    return look != null && !look.partial();
  }

  /// Tells how far a long look has come.
  private final class Counter {
    private final PersonsQueue place;
    private int seen;

    Counter(PersonsQueue place) {
      this.place = place;
    }

    void count() {
      if (++seen % PROGRESS_EVERY == 0) {
        output.note("%d messages of the %s queue looked at …".formatted(seen, place.word()));
      }
    }
  }
}
