package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNS;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import dev.postrider.feedback.FeedbackHandler;
import dev.postrider.feedback.FeedbackParser;
import dev.postrider.feedback.FeedbackSummary;
import dev.postrider.feedback.FeedbackSummary.FailedNotification;
import dev.postrider.feedback.Notification;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns SES's events, as SNS delivers them, into suppressions, ledger entries and status events.
///
/// When one record of an event fails, the others are applied and then the invocation fails: Lambda
/// repeats it, and at last it goes to the dead letters. Repeating is harmless, since every effect
/// is idempotent.
public final class FeedbackFunction implements RequestHandler<SNSEvent, @Nullable Void> {
  /// Without Lambda's word for it: the function's time-out in the template.
  private static final Duration UNKNOWN_TIME = Duration.ofSeconds(30);

  private final FeedbackHandler handler;
  private final FeedbackJournal journal;
  private final StatusPublishing publishing;
  private final InstantSource clock;

  /// What Lambda runs: configured by the environment.
  public FeedbackFunction() {
    this(new Environment(System.getenv()), Clock.systemUTC());
  }

  FeedbackFunction(Environment variables, Clock clock) {
    FunctionClients clients = AwsClients.ofFunctions();
    StackRecipientHash hash = hash(variables, clients);
    this(variables, clock, JsonLog.from(variables), clients, hash);
    Priming.beforeSnapshot(() -> prime(variables, JsonLog.unread()));
    Priming.beforeSnapshot(hash::prime);
  }

  private FeedbackFunction(
      Environment variables,
      Clock clock,
      JsonLog log,
      FunctionClients clients,
      StackRecipientHash hash) {
    this.handler =
        new FeedbackHandler(
            new FeedbackParser(hash),
            new DynamoSuppressionStore(
                clients.dynamoDb(),
                variables.text("POSTRIDER_SUPPRESSION_TABLE"),
                variables.suppressionPolicy()),
            new DynamoDeliveryLedger(clients.dynamoDb(), variables.text("POSTRIDER_LEDGER_TABLE")),
            new VirtualFanout(AwsClients.AT_ONCE));
    this.journal = new FeedbackJournal(log, clock);
    this.publishing = StatusPublishing.from(variables, hash, log, clock, clients.putEvents());
    this.clock = clock;
  }

  FeedbackFunction(
      FeedbackHandler handler,
      FeedbackJournal journal,
      StatusPublishing publishing,
      InstantSource clock) {
    this.handler = handler;
    this.journal = journal;
    this.publishing = publishing;
    this.clock = clock;
  }

  private static StackRecipientHash hash(Environment variables, FunctionClients clients) {
    return new StackRecipientHash(clients.dynamoDb(), variables.text("POSTRIDER_LEDGER_TABLE"));
  }

  @Override
  public @Nullable Void handleRequest(SNSEvent event, @Nullable Context context) {
    List<SNSRecord> records = EventRecords.of(event);
    if (records.isEmpty()) {
      return null; // the daily call of docs/decisions/0018
    }
    Instant deadline =
        clock
            .instant()
            .plus(
                context == null
                    ? UNKNOWN_TIME
                    : Duration.ofMillis(context.getRemainingTimeInMillis()));
    handle(records, deadline);
    return null;
  }

  private void handle(List<SNSRecord> records, Instant deadline) {
    FeedbackSummary summary =
        handler.handle(
            records.stream().map(record -> notification(record.getSNS())).toList(),
            publishing.until(deadline));
    journal.write(summary, Tracing.current());
    if (!summary.failures().isEmpty()) {
      throw new FeedbackFailed(records.size(), summary.failures());
    }
  }

  private Notification notification(SNS sns) {
    return new Notification(
        Objects.requireNonNullElse(sns.getMessageId(), "without an id"),
        Objects.requireNonNullElse(sns.getMessage(), ""),
        sns.getTimestamp() == null
            ? clock.instant()
            : Instant.ofEpochMilli(sns.getTimestamp().getMillis()));
  }

  /// Takes in events before the snapshot, in a function of its own whose clients answer from memory
  /// (decision 0139): nothing leaves the process, and nothing stays but code.
  ///
  /// @param log of the events that are nobody's
  static void prime(Environment variables, JsonLog log) {
    Clock clock = Clock.systemUTC();
    try (CannedHttp http = new CannedHttp()) {
      FunctionClients clients = AwsClients.answeredBy(http);
      FeedbackFunction primed =
          new FeedbackFunction(variables, clock, log, clients, hash(variables, clients));
      for (int round = 0; round < Priming.ROUNDS; round++) {
        primed.handle(PrimingEvents.records(), clock.instant().plus(UNKNOWN_TIME));
      }
    }
  }

  /// Some notifications must come again.
  static final class FeedbackFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FeedbackFailed(int records, List<FailedNotification> failures) {
      super(
          failures.size()
              + " of "
              + records
              + " notifications failed: "
              + failures.stream()
                  .map(FailedNotification::toString)
                  .collect(Collectors.joining("; ")));
    }
  }
}
