package dev.postrider.cli.demo;

import dev.postrider.aws.DynamoLedgerReader;
import dev.postrider.aws.DynamoPacer;
import dev.postrider.aws.DynamoSuppressionStore;
import dev.postrider.cli.demo.DemoCheck.DemoOutcome;
import dev.postrider.cli.demo.DemoMail.DemoMessage;
import dev.postrider.ledger.LedgerReader;
import dev.postrider.local.LocalStack;
import dev.postrider.local.ses.SesCounters;
import dev.postrider.suppression.SuppressionPolicy;
import dev.postrider.suppression.SuppressionStore;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// Runs the mix through an embedded stack.
public final class Demo {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int SUPPRESSIONS = 100;
  private static final Duration LOOK = Duration.ofMillis(500);

  private final LocalStack stack;
  private final PrintWriter out;
  private final Clock clock;
  private final Map<String, String> rejections = new HashMap<>();

  public Demo(LocalStack stack, PrintWriter out, Clock clock) {
    this.stack = stack;
    this.out = out;
    this.clock = clock;
  }

  /// Runs it to its end.
  ///
  /// @return whether each message became what it must
  public boolean run() {
    try (SqsClient sqs = stack.sqs().client();
        DynamoDbClient dynamoDb = stack.dynamoDb().client()) {
      List<DemoMessage> messages = new ArrayList<>(DemoMail.first(clock.instant()));
      LedgerReader ledger = new DynamoLedgerReader(dynamoDb, LocalStack.LEDGER_TABLE);
      awaitPace(dynamoDb);
      if (wave("A day's mail", messages, sqs, ledger)) {
        List<DemoMessage> second = DemoMail.second();
        var _ = wave("A second mail to those whose first came back", second, sqs, ledger);
        messages.addAll(second);
      }
      DemoCheck check = check(ledger);
      print(messages, check);
      List<SuppressionStore.StoredFacts> suppressions =
          new DynamoSuppressionStore(
                  dynamoDb, LocalStack.SUPPRESSION_TABLE, SuppressionPolicy.DEFAULT)
              .list(Optional.empty(), SUPPRESSIONS)
              .entries();
      printSuppressions(suppressions);
      SesCounters calls = stack.ses().counters();
      long bulk = calls.requests("SendBulkEmail");
      out.printf(
          "%nSES: %d SendEmail calls, %d SendBulkEmail calls (%d to %d wanted), %d messages"
              + " accepted%n",
          calls.requests("SendEmail"),
          bulk,
          DemoMail.BULK_CALLS,
          DemoMail.MOST_BULK_CALLS,
          calls.acceptedMessages());
      out.flush();
      return check.onlyOnce(messages)
          && DemoCheck.suppressed(suppressions, clock.instant())
          && bulk >= DemoMail.BULK_CALLS
          && bulk <= DemoMail.MOST_BULK_CALLS;
    }
  }

  /// AccountWatchFunction runs at once; before it has, the pace is the sandbox's.
  private void awaitPace(DynamoDbClient dynamoDb) {
    DynamoPacer pacer = new DynamoPacer(dynamoDb, LocalStack.LEDGER_TABLE, clock);
    Instant end = clock.instant().plus(PATIENCE);
    while (pacer.read(clock.instant()).version() == 0 && clock.instant().isBefore(end)) {
      pause();
    }
  }

  /// @return whether each message is where it must be before the patience ends
  private boolean wave(
      String title, List<DemoMessage> messages, SqsClient sqs, LedgerReader ledger) {
    out.println(title + ": " + messages.size() + " messages");
    for (DemoMessage message : messages) {
      var _ =
          sqs.sendMessage(
              request -> request.queueUrl(stack.queues().mail()).messageBody(message.body()));
    }
    Instant end = clock.instant().plus(PATIENCE);
    long right = 0;
    while (right < messages.size() && clock.instant().isBefore(end)) {
      pause();
      collectRejections(sqs);
      DemoCheck check = check(ledger);
      long now = messages.stream().filter(message -> check.outcome(message).right()).count();
      if (now != right) {
        out.println("  " + now + " of " + messages.size() + " are where they must be");
        out.flush();
      }
      right = now;
    }
    return right == messages.size();
  }

  private DemoCheck check(LedgerReader ledger) {
    return new DemoCheck(ledger, rejections, stack.ses().counters().acceptedUnits());
  }

  private void collectRejections(SqsClient sqs) {
    for (Message message :
        sqs.receiveMessage(
                request ->
                    request
                        .queueUrl(stack.queues().rejected())
                        .maxNumberOfMessages(10)
                        .messageAttributeNames("All"))
            .messages()) {
      MessageAttributeValue reason = message.messageAttributes().get("postrider-reason");
      rejections.put(message.body(), reason == null ? "" : reason.stringValue());
    }
  }

  /// Its addresses are the mailbox simulator's, so that they may be shown.
  private void print(List<DemoMessage> messages, DemoCheck check) {
    int width = messages.stream().mapToInt(message -> message.title().length()).max().orElse(0);
    out.println("\nWhat became of each message");
    for (DemoMessage message : messages) {
      DemoOutcome outcome = check.outcome(message);
      out.printf(
          "  %s  %-" + width + "s  %s%n", mark(outcome.right()), message.title(), outcome.became());
    }
  }

  private void printSuppressions(List<SuppressionStore.StoredFacts> entries) {
    out.println("\nThe suppression table");
    Instant now = clock.instant();
    for (SuppressionStore.StoredFacts entry : entries) {
      out.printf(
          "  %s  %-42s %-10s %s%n",
          mark(DemoCheck.suppresses(entry, now)),
          entry.key().address(),
          entry.key().scope().text(),
          SuppressionPolicy.DEFAULT
              .effective(entry.facts(), now)
              .map(
                  s ->
                      s.reason()
                          + (s.expiresAt() == null ? ", no expiry" : " until " + s.expiresAt()))
              .orElse("nothing that suppresses"));
    }
  }

  private static String mark(boolean right) {
    return right ? "ok  " : "WRONG";
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
