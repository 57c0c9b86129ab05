package dev.postrider.cli.ops;

import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.cli.output.Times;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.CopyQueues;
import dev.postrider.dispatch.Lifetimes;
import dev.postrider.dispatch.MessageCopy;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Brings mail that waits for a person back to the dispatcher, or ends it. First the ledger is
/// written, then the copy is placed, then the original is deleted: what is interrupted can be
/// repeated, and the ledger lets no unit be sent twice.
record MailRedrive(
    OperatorLedger ledger,
    CopyQueues copyQueues,
    EmailDecoder decoder,
    Lifetimes lifetimes,
    InstantSource clock) {

  /// Sends a message's units after all, those that the ledger frees.
  ///
  /// @param from the state that its units wait in, HELD or REJECTED
  RedriveOutcome release(BrowsedMessage browsed, State from) {
    return switch (decode(browsed)) {
      case Decoded.Malformed malformed -> RedriveOutcome.stays(malformed.reason());
      case Decoded.WellFormed(Email email) ->
          lifetimes
              .problem(email, browsed.message().firstSeen(), clock.instant())
              .map(problem -> RedriveOutcome.stays(problem.toString()))
              .orElseGet(() -> release(browsed, email, from));
    };
  }

  private RedriveOutcome release(BrowsedMessage browsed, Email email, State from) {
    Instant now = clock.instant();
    List<UnitOfMail> units =
        units(browsed, email).stream()
            .map(key -> new UnitOfMail(key, email.fingerprint()))
            .toList();
    List<Intervention> freed = ledger.free(units, from, now);
    return obstacle(freed, now)
        .orElseGet(
            () ->
                done(freed) == 0
                    ? RedriveOutcome.over(states(freed))
                    : placed(browsed, email.id(), RedriveOutcome.returned(done(freed))));
  }

  /// Brings a message back as it is: the ledger knows how far it came.
  RedriveOutcome resume(BrowsedMessage browsed) {
    String id =
        switch (decode(browsed)) {
          case Decoded.Malformed _ -> browsed.message().fallbackId();
          case Decoded.WellFormed(Email email) -> email.id();
        };
    return placed(browsed, id, RedriveOutcome.returned(1));
  }

  /// Ends a message's units without a send. Its copy goes to the dispatcher, which finds them
  /// cancelled, publishes that, and drops the copy.
  RedriveOutcome cancel(BrowsedMessage browsed) {
    return switch (decode(browsed)) {
      case Decoded.Malformed malformed -> RedriveOutcome.stays(malformed.reason());
      case Decoded.WellFormed(Email email) -> {
        Instant now = clock.instant();
        List<Intervention> ended = ledger.cancel(units(browsed, email), now);
        yield obstacle(ended, now).orElseGet(() -> cancelled(browsed, email, ended));
      }
    };
  }

  private RedriveOutcome cancelled(BrowsedMessage browsed, Email email, List<Intervention> ended) {
    RedriveOutcome outcome =
        done(ended) == 0
            ? RedriveOutcome.over(states(ended))
            : RedriveOutcome.cancelled(done(ended));
    boolean toPublish =
        done(ended) > 0 || ended.contains(new Intervention.AlreadyEnded(State.CANCELLED));
    return toPublish ? placed(browsed, email.id(), outcome) : outcome;
  }

  private static int done(List<Intervention> interventions) {
    return (int) interventions.stream().filter(Intervention.Applied.class::isInstance).count();
  }

  /// Why a message stays. If one of its units must wait, it stays as a whole: repeated later, the
  /// rest is done.
  private static Optional<RedriveOutcome> obstacle(List<Intervention> interventions, Instant now) {
    if (interventions.stream().anyMatch(Intervention.OtherMessage.class::isInstance)) {
      return Optional.of(
          RedriveOutcome.stays(
              "the id belongs to a message with other content: enqueue it again under a new id"));
    }
    return interventions.stream()
        .filter(Intervention.TooEarly.class::isInstance)
        .map(tooEarly -> ((Intervention.TooEarly) tooEarly).until())
        .max(Comparator.naturalOrder())
        .map(until -> Times.span(Duration.between(now, until)))
        .map(wait -> RedriveOutcome.stays("its outcome is not known yet: repeat in " + wait));
  }

  private static String states(List<Intervention> interventions) {
    return interventions.stream()
        .filter(Intervention.AlreadyEnded.class::isInstance)
        .map(ended -> ((Intervention.AlreadyEnded) ended).state().name())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private Decoded decode(BrowsedMessage browsed) {
    return decoder.decode(browsed.message().body(), browsed.message().fallbackId());
  }

  private static List<String> units(BrowsedMessage browsed, Email email) {
    return browsed.message().carried().entries().unitsOf(email).stream()
        .map(Email.Unit::key)
        .toList();
  }

  /// Places the copy, whose back-off begins again.
  private RedriveOutcome placed(BrowsedMessage browsed, String id, RedriveOutcome outcome) {
    Received message = browsed.message();
    MessageCopy copy =
        new MessageCopy.DeferredCopy(
            message, id, message.carried().entries(), Batch.Lane.MAIL, Duration.ZERO, 0, null);
    return copyQueues.place(List.of(copy)).getFirst()
        ? outcome
        : RedriveOutcome.stays("SQS did not take the copy: repeat the command");
  }
}
