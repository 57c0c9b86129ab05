package dev.postrider.cli.ops;

import dev.postrider.aws.SqsShelf.Item;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.Lifetimes;
import dev.postrider.dispatch.Parking;
import dev.postrider.dispatch.Placement;
import dev.postrider.dispatch.Received;
import dev.postrider.email.Decoded;
import dev.postrider.email.Email;
import dev.postrider.email.EmailDecoder;
import dev.postrider.ledger.Intervention;
import dev.postrider.ledger.OperatorLedger;
import dev.postrider.ledger.OperatorLedger.UnitOfMail;
import dev.postrider.ledger.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Brings messages that wait for a person back to the dispatcher, or ends them. First the ledger,
/// then the copy, then the original: what is interrupted can be repeated, and the ledger lets no
/// unit be sent twice.
final class MailReturn {
  private final OperatorLedger ledger;
  private final Parking parking;
  private final EmailDecoder decoder;
  private final Lifetimes lifetimes;
  private final InstantSource clock;

  MailReturn(
      OperatorLedger ledger,
      Parking parking,
      EmailDecoder decoder,
      Lifetimes lifetimes,
      InstantSource clock) {
    this.ledger = ledger;
    this.parking = parking;
    this.decoder = decoder;
    this.lifetimes = lifetimes;
    this.clock = clock;
  }

  /// What became of one message.
  sealed interface Outcome {

    /// It is on its way to the dispatcher, which sends so many units.
    record Returned(int units) implements Outcome {}

    /// So many units were cancelled.
    record Cancelled(int units) implements Outcome {}

    /// Nothing was left to do: all its units have ended. The copy is gone.
    ///
    /// @param states how they ended
    record Over(String states) implements Outcome {}

    /// It stays where it is.
    record Stays(String why) implements Outcome {}

    /// Whether the message is done with where it lay.
    default boolean leaves() {
      return switch (this) {
        case Returned _, Cancelled _, Over _ -> true;
        case Stays _ -> false;
      };
    }
  }

  /// Sends a message's units after all, those that the ledger lets go.
  ///
  /// @param from the state that its units wait in, HELD or REJECTED
  Outcome release(Item item, State from) {
    return switch (decode(item)) {
      case Decoded.Malformed malformed -> new Outcome.Stays(malformed.reason());
      case Decoded.Accepted(Email email) ->
          lifetimes
              .problem(email, item.message().firstSeen(), clock.instant())
              .<Outcome>map(problem -> new Outcome.Stays(problem.toString()))
              .orElseGet(() -> release(item, email, from));
    };
  }

  private Outcome release(Item item, Email email, State from) {
    Instant now = clock.instant();
    List<UnitOfMail> units =
        units(item, email).stream().map(key -> new UnitOfMail(key, email.fingerprint())).toList();
    List<Intervention> freed = ledger.free(units, from, now);
    return anyTooEarlyOrReused(freed, now) instanceof Outcome.Stays stays
        ? stays
        : returned(item, email, freed);
  }

  private Outcome returned(Item item, Email email, List<Intervention> freed) {
    int free = (int) freed.stream().filter(Intervention.Applied.class::isInstance).count();
    if (free == 0) {
      return new Outcome.Over(states(freed));
    }
    return place(item, email.id())
        ? new Outcome.Returned(free)
        : new Outcome.Stays("SQS did not take the copy: repeat the command");
  }

  /// Brings a message back as it is: the ledger knows how far it came.
  Outcome resume(Item item) {
    String id =
        switch (decode(item)) {
          case Decoded.Malformed _ -> item.message().fallbackId();
          case Decoded.Accepted(Email email) -> email.id();
        };
    return place(item, id)
        ? new Outcome.Returned(1)
        : new Outcome.Stays("SQS did not take the copy: repeat the command");
  }

  /// Ends a message's units without a send. Its copy goes to the dispatcher, which finds them
  /// cancelled, tells services so, and drops it.
  Outcome cancel(Item item) {
    return switch (decode(item)) {
      case Decoded.Malformed malformed -> new Outcome.Stays(malformed.reason());
      case Decoded.Accepted(Email email) -> {
        List<Intervention> ended = ledger.cancel(units(item, email), clock.instant());
        int cancelled = (int) ended.stream().filter(Intervention.Applied.class::isInstance).count();
        yield anyTooEarlyOrReused(ended, clock.instant()) instanceof Outcome.Stays stays
            ? stays
            : cancelled(item, email, ended, cancelled);
      }
    };
  }

  private Outcome cancelled(Item item, Email email, List<Intervention> ended, int cancelled) {
    boolean toTell =
        cancelled > 0 || ended.contains(new Intervention.AlreadyEnded(State.CANCELLED));
    if (toTell && !place(item, email.id())) {
      return new Outcome.Stays("SQS did not take the copy: repeat the command");
    }
    return cancelled == 0 ? new Outcome.Over(states(ended)) : new Outcome.Cancelled(cancelled);
  }

  /// A message of which one unit must wait stays as a whole: repeated later, the rest is done.
  private static Outcome anyTooEarlyOrReused(List<Intervention> interventions, Instant now) {
    List<Instant> waits = new ArrayList<>();
    for (Intervention intervention : interventions) {
      switch (intervention) {
        case Intervention.TooEarly(Instant until) -> waits.add(until);
        case Intervention.OtherMessage _ -> {
          return new Outcome.Stays(
              "the id belongs to a message with other content: enqueue it anew under a new id");
        }
        case Intervention.Applied _, Intervention.AlreadyEnded _ -> {}
      }
    }
    return waits.stream()
        .max(Comparator.naturalOrder())
        .<Outcome>map(
            until ->
                new Outcome.Stays(
                    "its outcome is not known yet: repeat in "
                        + Times.span(Duration.between(now, until))))
        .orElseGet(() -> new Outcome.Over(""));
  }

  private static String states(List<Intervention> interventions) {
    return interventions.stream()
        .filter(Intervention.AlreadyEnded.class::isInstance)
        .map(ended -> ((Intervention.AlreadyEnded) ended).state().name())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private Decoded decode(Item item) {
    return decoder.decode(item.message().body(), item.message().fallbackId());
  }

  private static List<String> units(Item item, Email email) {
    return item.message().carried().entries().unitsOf(email).stream().map(Email.Unit::key).toList();
  }

  /// The copy begins anew with its back-off.
  private boolean place(Item item, String id) {
    Received message = item.message();
    return parking
        .place(
            List.of(
                new Placement.Parked(
                    message,
                    id,
                    message.carried().entries(),
                    Batch.Lane.MAIL,
                    Duration.ZERO,
                    0,
                    null)))
        .getFirst();
  }
}
