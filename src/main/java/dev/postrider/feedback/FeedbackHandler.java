package dev.postrider.feedback;

import dev.postrider.calls.Fanout;
import dev.postrider.calls.InOrder;
import dev.postrider.feedback.FeedbackSummary.FailedNotification;
import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryLedger.ReportOutcome;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.status.Subscribers;
import dev.postrider.suppression.FactStore;
import dev.postrider.suppression.Mark;
import dev.postrider.suppression.SuppressionFact;
import dev.postrider.suppression.SuppressionFact.Manual;
import dev.postrider.suppression.SuppressionFact.Marked;
import dev.postrider.suppression.SuppressionFact.SoftBounce;
import dev.postrider.suppression.SuppressionKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Applies notifications. All that can be applied is, whatever else fails; since every effect is
/// idempotent, what failed may simply come again whole.
public final class FeedbackHandler {
  private final FeedbackParser parser;
  private final FactStore suppressions;
  private final DeliveryLedger ledger;
  private final Fanout fanout;

  /// @param fanout applies the effects of one event
  public FeedbackHandler(
      FeedbackParser parser, FactStore suppressions, DeliveryLedger ledger, Fanout fanout) {
    this.parser = parser;
    this.suppressions = suppressions;
    this.ledger = ledger;
    this.fanout = fanout;
  }

  /// Applies one effect after the other.
  public FeedbackHandler(FeedbackParser parser, FactStore suppressions, DeliveryLedger ledger) {
    this(parser, suppressions, ledger, new InOrder());
  }

  /// Handles each notification. Never throws for one that fails: it is among the summary's
  /// failures, and SNS must deliver it again.
  ///
  /// @param subscribers are told of each event once for each time that it comes, also where a write
  ///     fails (decision 0146)
  public FeedbackSummary handle(List<Notification> notifications, Subscribers subscribers) {
    BatchTally tally = new BatchTally();
    notifications.forEach(notification -> handle(notification, subscribers, tally));
    return tally.summary();
  }

  private void handle(Notification notification, Subscribers subscribers, BatchTally tally) {
    try {
      ParsedNotification parsed = parser.parse(notification.message(), notification.receivedAt());
      tally.noticed(parsed.feedback(), count(parsed.feedback()));
      if (parsed.feedback() instanceof Feedback.Bounced bounce) {
        bounce.reported().forEach(one -> tally.count(BounceKind.of(bounce, one).count));
      }
      if (parsed.stranger()) {
        tally.noticed(parsed.feedback(), Count.STRANGER);
      }
      tally.unfamiliar(parsed.unfamiliar());
      applyAll(parsed.feedback(), notification, subscribers, tally);
    } catch (RuntimeException e) {
      // If not malformed, such as the key of the recipients' hashes that could not be read.
      if (e instanceof MalformedNotification) {
        tally.count(Count.MALFORMED);
      }
      tally.failed(failure(notification, e));
    }
  }

  /// All effects at the same time. What was applied in part comes again whole.
  private void applyAll(
      Feedback feedback, Notification notification, Subscribers subscribers, BatchTally tally) {
    List<Applied> applied =
        fanout.each(effects(feedback), effect -> apply(effect, feedback, subscribers));
    ReportOutcome learnt = ReportOutcome.NOTHING;
    List<RuntimeException> errors = new ArrayList<>();
    for (Applied one : applied) {
      switch (one) {
        case Applied.Done(Optional<Count> counted, ReportOutcome outcome) -> {
          counted.ifPresent(tally::count);
          learnt = learnt.and(outcome);
        }
        case Applied.Failed(RuntimeException error) -> errors.add(error);
      }
    }
    if (learnt.sentTwice()) {
      tally.noticed(feedback, Count.SENT_TWICE);
    }
    if (learnt.unknownUnit()) {
      tally.noticed(feedback, Count.UNKNOWN_UNIT);
    }
    if (!errors.isEmpty()) {
      tally.failed(failure(notification, errors.getFirst()));
    }
  }

  /// Telling begins first, since it takes longest.
  private static List<Effect> effects(Feedback feedback) {
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Tell());
    effects.addAll(FeedbackPolicy.effects(feedback));
    return effects;
  }

  /// How an effect ended.
  private sealed interface Applied {

    /// @param counted empty when it reported on a unit that the ledger does not know, or told
    record Done(Optional<Count> counted, ReportOutcome learnt) implements Applied {}

    /// The event must come again.
    record Failed(RuntimeException error) implements Applied {}
  }

  private Applied apply(Effect effect, Feedback feedback, Subscribers subscribers) {
    try {
      return switch (effect) {
        case Effect.AddFact(SuppressionKey key, SuppressionFact fact) -> {
          suppressions.add(key, fact);
          yield new Applied.Done(Optional.of(count(fact)), ReportOutcome.NOTHING);
        }
        case Effect.ReportToLedger(DeliveryReport report) -> {
          ReportOutcome learnt = ledger.record(report);
          if (learnt.settled()) {
            // At once, whatever becomes of the other effects: when the event comes again, it is
            // SENT.
            subscribers.tellHeard(FeedbackStatus.sent(feedback));
          }
          yield new Applied.Done(
              learnt.unknownUnit() ? Optional.empty() : Optional.of(Count.REPORTED), learnt);
        }
        case Effect.Tell _ -> {
          subscribers.tellHeard(FeedbackStatus.of(feedback));
          yield new Applied.Done(Optional.empty(), ReportOutcome.NOTHING);
        }
        case Effect.Untracked _ ->
            new Applied.Done(Optional.of(Count.UNTRACKED), ReportOutcome.NOTHING);
      };
    } catch (RuntimeException e) {
      return new Applied.Failed(e);
    }
  }

  private static FailedNotification failure(Notification notification, RuntimeException e) {
    String message = e.getMessage();
    return new FailedNotification(
        notification.snsMessageId(), message == null ? e.getClass().getSimpleName() : message);
  }

  private static Count count(SuppressionFact fact) {
    return switch (fact) {
      case Marked(Mark mark, var _) ->
          mark == Mark.COMPLAINT_LIFTED ? Count.LIFTED : Count.SUPPRESSED;
      case Manual _ -> Count.SUPPRESSED;
      case SoftBounce _ -> Count.SOFT_BOUNCED;
    };
  }

  private static Count count(Feedback feedback) {
    return switch (feedback) {
      case Feedback.SesSent _ -> Count.SEND;
      case Feedback.Delivered _ -> Count.DELIVERY;
      case Feedback.Bounced _ -> Count.BOUNCE;
      case Feedback.Complained _ -> Count.COMPLAINT;
      case Feedback.SesRejected _ -> Count.REJECT;
      case Feedback.RenderingFailed _ -> Count.RENDERING_FAILURE;
      case Feedback.Delayed _ -> Count.DELIVERY_DELAY;
      case Feedback.Opened _ -> Count.OPEN;
      case Feedback.Clicked _ -> Count.CLICK;
      case Feedback.SubscriptionChanged _ -> Count.SUBSCRIPTION;
      case Feedback.TopicChecked _ -> Count.TOPIC_CHECK;
      case Feedback.Unrecognised _ -> Count.UNRECOGNISED;
    };
  }

  /// What is counted while one batch is handled; never shared.
  private static final class BatchTally {
    private final Map<Count, Integer> counts = new EnumMap<>(Count.class);
    private final List<String> unfamiliar = new ArrayList<>();
    private final List<EventLine> noticed = new ArrayList<>();
    private final List<FailedNotification> failures = new ArrayList<>();

    void count(Count count) {
      counts.merge(count, 1, Integer::sum);
    }

    /// Events about a mail have a line each; others are only counted.
    void noticed(Feedback feedback, Count kind) {
      count(kind);
      if (feedback instanceof Feedback.OfMail event) {
        noticed.add(EventLine.of(kind, event));
      }
    }

    void unfamiliar(List<String> notes) {
      notes.forEach(note -> count(Count.UNFAMILIAR));
      unfamiliar.addAll(notes);
    }

    void failed(FailedNotification failure) {
      count(Count.FAILED);
      failures.add(failure);
    }

    FeedbackSummary summary() {
      return new FeedbackSummary(counts, unfamiliar, noticed, failures);
    }
  }
}
