package dev.postrider.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNS;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import dev.postrider.aws.JsonLog.Level;
import dev.postrider.feedback.FeedbackHandler;
import dev.postrider.feedback.FeedbackJournal;
import dev.postrider.feedback.FeedbackParser;
import dev.postrider.feedback.FeedbackSummary;
import dev.postrider.feedback.FeedbackSummary.Failure;
import dev.postrider.feedback.Notification;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
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

  private final FeedbackHandler handler;
  private final FeedbackJournal journal;

  /// What Lambda runs: configured by the environment.
  public FeedbackFunction() {
    this(
        handler(FeedbackSettings.from(System.getenv()), AwsClients.dynamoDb()),
        new JsonFeedbackJournal(JsonLog.fromEnvironment(System.getenv()), Clock.systemUTC()));
    Priming.beforeSnapshot(FeedbackFunction::prime);
  }

  FeedbackFunction(FeedbackHandler handler, FeedbackJournal journal) {
    this.handler = handler;
    this.journal = journal;
  }

  static FeedbackHandler handler(FeedbackSettings settings, DynamoDbClient dynamoDb) {
    return new FeedbackHandler(
        new FeedbackParser(),
        new DynamoSuppressionStore(dynamoDb, settings.suppressionTable(), settings.policy()),
        new DynamoDeliveryLedger(dynamoDb, settings.ledgerTable(), settings.keep()));
  }

  @Override
  public @Nullable Void handleRequest(SNSEvent event, @Nullable Context context) {
    FeedbackSummary summary = handler.handle(notifications(event));
    journal.write(summary);
    if (!summary.failures().isEmpty()) {
      throw new FeedbackFailed(event.getRecords().size(), summary.failures());
    }
    return null;
  }

  private static List<Notification> notifications(SNSEvent event) {
    List<SNSRecord> records = event.getRecords();
    if (records == null || records.isEmpty()) {
      throw new IllegalArgumentException("the event holds no SNS record");
    }
    return records.stream().map(record -> notification(record.getSNS())).toList();
  }

  private static Notification notification(SNS sns) {
    return new Notification(
        Objects.requireNonNullElse(sns.getMessageId(), "without an id"),
        Objects.requireNonNullElse(sns.getMessage(), ""),
        sns.getTimestamp() == null
            ? Instant.EPOCH
            : Instant.ofEpochMilli(sns.getTimestamp().getMillis()));
  }

  /// Loads what an invocation needs, except for the SDK's clients: nothing leaves the process.
  static void prime() {
    PrintStream unread =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    new JsonFeedbackJournal(new JsonLog(unread, Level.INFO, ""), Clock.systemUTC())
        .write(
            new FeedbackHandler(new FeedbackParser(), (key, fact) -> {}, report -> {})
                .handle(List.of(new Notification("prime", SAMPLE, Instant.EPOCH))));
  }

  /// Some notifications must come again.
  static final class FeedbackFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FeedbackFailed(int records, List<Failure> failures) {
      super(
          failures.size()
              + " of "
              + records
              + " notifications failed: "
              + failures.stream().map(Failure::toString).collect(Collectors.joining("; ")));
    }
  }
}
