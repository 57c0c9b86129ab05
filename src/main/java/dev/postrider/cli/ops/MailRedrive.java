package dev.postrider.cli.ops;

import dev.postrider.aws.SqsCopyQueues;
import dev.postrider.aws.SqsCopyQueues.QueueUrls;
import dev.postrider.aws.SqsQueueBrowser.BrowsedMessage;
import dev.postrider.cli.output.Times;
import dev.postrider.dispatch.Batch;
import dev.postrider.dispatch.MessageCopy;
import dev.postrider.dispatch.Received;
import dev.postrider.email.Decoded;
import dev.postrider.email.Email;
import dev.postrider.ledger.Intervention;
import dev.postrider.ledger.OperatorLedger.UnitOfMail;
import dev.postrider.ledger.State;
import dev.postrider.local.Queues;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Brings mail that waits for a person back to the dispatcher, or ends it. First the ledger is
/// written, then the copy is placed, then the original is deleted: what is interrupted can be
/// repeated, and the ledger lets no unit be sent twice.
record MailRedrive(StackConnection stack) {
  /// Sends a message's units after all, those that the ledger frees.
  ///
  /// @param from the state that its units wait in, HELD or REJECTED
  RedriveOutcome release(BrowsedMessage browsed, State from) {
    return wellFormed(browsed, email -> release(browsed, email, from));
  }

  private RedriveOutcome release(BrowsedMessage browsed, Email email, State from) {
    Instant now = stack.now();
    Optional<Decoded.Problem> problem =
        stack.lifetimes().problem(email, browsed.message().firstSeen(), now);
    if (problem.isPresent()) {
      return RedriveOutcome.stays(problem.get().toString());
    }
    List<UnitOfMail> units =
        units(browsed, email).stream()
            .map(key -> new UnitOfMail(key, email.fingerprint()))
            .toList();
    List<Intervention> freed = stack.ledger().free(units, from, now);
    RedriveOutcome outcome = outcome(freed, now, RedriveOutcome::returned);
    return outcome.left() && done(freed) > 0 ? placed(browsed, email.id(), outcome) : outcome;
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
    return wellFormed(browsed, email -> cancel(browsed, email));
  }

  private RedriveOutcome cancel(BrowsedMessage browsed, Email email) {
    Instant now = stack.now();
    List<Intervention> ended = stack.ledger().cancel(units(browsed, email), now);
    RedriveOutcome outcome = outcome(ended, now, RedriveOutcome::cancelled);
    boolean toPublish =
        done(ended) > 0 || ended.contains(new Intervention.AlreadyEnded(State.CANCELLED));
    return outcome.left() && toPublish ? placed(browsed, email.id(), outcome) : outcome;
  }

  private RedriveOutcome wellFormed(
      BrowsedMessage browsed, Function<Email, RedriveOutcome> redrive) {
    return switch (decode(browsed)) {
      case Decoded.Malformed malformed -> RedriveOutcome.stays(malformed.reason());
      case Decoded.WellFormed(Email email) -> redrive.apply(email);
    };
  }

  private static int done(List<Intervention> interventions) {
    return (int) interventions.stream().filter(Intervention.Applied.class::isInstance).count();
  }

  /// What became of a message whose units an operator freed or ended. If one of them must wait, it
  /// stays as a whole: repeated later, the rest is done.
  ///
  /// @param some what it is when that was done to some of the units
  private static RedriveOutcome outcome(
      List<Intervention> interventions, Instant now, IntFunction<RedriveOutcome> some) {
    Set<String> ended = new TreeSet<>();
    Instant until = Instant.MIN;
    for (Intervention intervention : interventions) {
      switch (intervention) {
        case Intervention.Applied _ -> {}
        case Intervention.AlreadyEnded(State state) -> ended.add(state.name());
        case Intervention.TooEarly(Instant free) -> until = free.isAfter(until) ? free : until;
        case Intervention.OtherMessage _ -> {
          return RedriveOutcome.stays(
              "the id belongs to a message with other content: enqueue it again under a new id");
        }
      }
    }
    if (!until.equals(Instant.MIN)) {
      String wait = Times.span(Duration.between(now, until));
      return RedriveOutcome.stays("its outcome is not known yet: repeat in " + wait);
    }
    int done = done(interventions);
    return done == 0 ? RedriveOutcome.over(String.join(", ", ended)) : some.apply(done);
  }

  private Decoded decode(BrowsedMessage browsed) {
    return stack.decoder().decode(browsed.message().body(), browsed.message().fallbackId());
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
    Queues queues = stack.deployment().queues();
    QueueUrls urls = new QueueUrls(queues.mail(), queues.bulk(), queues.rejected(), queues.held());
    return new SqsCopyQueues(stack.clients().sqs(), urls).place(List.of(copy)).getFirst()
        ? outcome
        : RedriveOutcome.stays("SQS did not take the copy: repeat the command");
  }
}
