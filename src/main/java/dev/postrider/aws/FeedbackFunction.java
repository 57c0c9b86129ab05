package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNS;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import dev.postrider.aws.JsonLog.Level;
import dev.postrider.email.RecipientHash;
import dev.postrider.feedback.FeedbackHandler;
import dev.postrider.feedback.FeedbackParser;
import dev.postrider.feedback.FeedbackSummary;
import dev.postrider.feedback.FeedbackSummary.FailedNotification;
import dev.postrider.feedback.Notification;
import dev.postrider.ledger.DeliveryLedger;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Turns SES's events, as SNS delivers them, into suppressions and ledger entries.
///
/// When one record of an event fails, the others are applied and then the invocation fails: Lambda
/// repeats it, and at last it goes to the dead letters. Repeating is harmless, since every effect
/// is idempotent.
public final class FeedbackFunction implements RequestHandler<SNSEvent, @Nullable Void> {
  private static final String SAMPLE =
      """
      {"eventType":"Bounce",
       "mail":{"timestamp":"2026-11-24T00:00:00.000Z","messageId":"1",
        "destination":["bounce@simulator.amazonses.com"],"tags":{"postrider-id":["1"]}},
       "bounce":{"bounceType":"Permanent","bounceSubType":"General",
        "bouncedRecipients":[{"emailAddress":"bounce@simulator.amazonses.com","action":"failed"}],
        "timestamp":"2026-11-24T00:00:00.000Z","feedbackId":"1"}}
      """;

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
    DynamoDbClient dynamoDb = AwsClients.dynamoDb();
    String ledgerTable = variables.text("POSTRIDER_LEDGER_TABLE");
    StackRecipientHash hash = new StackRecipientHash(dynamoDb, ledgerTable);
    JsonLog log = JsonLog.from(variables);
    this.handler =
        new FeedbackHandler(
            new FeedbackParser(hash),
            new DynamoSuppressionStore(
                dynamoDb,
                variables.text("POSTRIDER_SUPPRESSION_TABLE"),
                variables.suppressionPolicy()),
            new DynamoDeliveryLedger(dynamoDb, ledgerTable),
            new VirtualFanout(AwsClients.AT_ONCE));
    this.journal = new FeedbackJournal(log, clock);
    this.publishing = StatusPublishing.from(variables, hash, log, clock);
    this.clock = clock;
    Priming.beforeSnapshot(FeedbackFunction::prime);
    Priming.beforeSnapshot(hash::prime);
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
    FeedbackSummary summary =
        handler.handle(records.stream().map(record -> notification(record.getSNS())).toList());
    journal.write(summary, Tracing.current());
    publishing.publish(summary.events(), deadline);
    if (!summary.failures().isEmpty()) {
      throw new FeedbackFailed(records.size(), summary.failures());
    }
    return null;
  }

  private Notification notification(SNS sns) {
    return new Notification(
        Objects.requireNonNullElse(sns.getMessageId(), "without an id"),
        Objects.requireNonNullElse(sns.getMessage(), ""),
        sns.getTimestamp() == null
            ? clock.instant()
            : Instant.ofEpochMilli(sns.getTimestamp().getMillis()));
  }

  /// Loads what an invocation needs, except for the SDK's clients: nothing leaves the process.
  static void prime() {
    PrintStream unread =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    new FeedbackJournal(new JsonLog(unread, Level.INFO, ""), Clock.systemUTC())
        .write(
            new FeedbackHandler(
                    new FeedbackParser(RecipientHash.keyed(new byte[1])),
                    (key, fact) -> {},
                    report -> DeliveryLedger.ReportOutcome.NOTHING)
                .handle(List.of(new Notification("prime", SAMPLE, Instant.EPOCH))),
            "");
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
