package dev.postrider.aws;

import dev.postrider.calls.Fanout;
import dev.postrider.calls.Pause;
import dev.postrider.dispatch.DispatchPolicy;
import dev.postrider.dispatch.Dispatcher;
import dev.postrider.dispatch.Lifetimes;
import dev.postrider.email.Address;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Puts the DispatchFunction together from its environment.
record DispatchWiring(
    Dispatcher dispatcher,
    DispatchJournal journal,
    StatusPublishing publishing,
    StackRecipientHash hash,
    String bulkQueueName,
    Clock clock,
    EmailDecoder decoder) {

  static DispatchWiring from(Environment variables) {
    Clock clock = Clock.systemUTC();
    JsonLog log = JsonLog.from(variables);
    DynamoDbClient dynamoDb = AwsClients.dynamoDb();
    StackRecipientHash hash =
        new StackRecipientHash(dynamoDb, variables.text("POSTRIDER_LEDGER_TABLE"));
    String bulkQueueUrl = variables.text("POSTRIDER_BULK_QUEUE_URL");
    EmailDecoder decoder =
        new EmailDecoder(
            new Defaults(
                variables.optional("POSTRIDER_DEFAULT_FROM").map(Address::parse).orElse(null)));
    return new DispatchWiring(
        new Dispatcher(
            decoder::decode,
            new DispatchPolicy(
                variables.names("POSTRIDER_HOLD_STREAMS"),
                variables.names("POSTRIDER_BULK_STREAMS"),
                Lifetimes.ofLedger(ledgerKeeps(variables))),
            ports(variables, dynamoDb, clock),
            unknownGrace(variables)),
        new DispatchJournal(log, clock),
        StatusPublishing.from(variables, hash, log, clock),
        hash,
        bulkQueueUrl.substring(bulkQueueUrl.lastIndexOf('/') + 1),
        clock,
        decoder);
  }

  /// How long the ledger remembers a unit.
  private static Duration ledgerKeeps(Environment variables) {
    return Duration.ofDays(variables.count("POSTRIDER_LEDGER_DAYS"));
  }

  /// How long a Send event may take to settle an unknown outcome.
  private static Duration unknownGrace(Environment variables) {
    return variables.duration("POSTRIDER_UNKNOWN_GRACE");
  }

  private static Dispatcher.Ports ports(
      Environment variables, DynamoDbClient dynamoDb, Clock clock) {
    RandomGenerator random = new SecureRandom();
    Pause pause = new ThreadPause(clock);
    Fanout fanout = new VirtualFanout(AwsClients.SENDS_AT_ONCE);
    String ledgerTable = variables.text("POSTRIDER_LEDGER_TABLE");
    return new Dispatcher.Ports(
        new DynamoLedger(
            dynamoDb,
            ledgerTable,
            // Its own: calls to SES settle their units while they hold a permit of the other one.
            new VirtualFanout(AwsClients.AT_ONCE),
            unknownGrace(variables),
            ledgerKeeps(variables),
            clock),
        new DynamoSuppressions(
            dynamoDb,
            variables.text("POSTRIDER_SUPPRESSION_TABLE"),
            variables.suppressionPolicy(),
            fanout,
            pause,
            random,
            clock),
        new DynamoPacer(dynamoDb, ledgerTable, clock),
        new SesSender(
            AwsClients.sesForSending(), variables.text("POSTRIDER_CONFIGURATION_SET")),
        new SqsCopyQueues(
            AwsClients.sqs(),
            new SqsCopyQueues.QueueUrls(
                variables.text("POSTRIDER_MAIL_QUEUE_URL"),
                variables.text("POSTRIDER_BULK_QUEUE_URL"),
                variables.text("POSTRIDER_REJECTED_QUEUE_URL"),
                variables.text("POSTRIDER_HELD_QUEUE_URL"))),
        fanout,
        pause,
        clock,
        random);
  }

  /// Brings decoding into the snapshot, and the key of the recipients' hashes, whose connection is
  /// closed again.
  void prime() {
    var _ =
        decoder.decode(
            """
            {"from":"a@example.com","to":"b@example.com","subject":"x","text":"y"}""",
            "prime");
    hash.prime();
  }
}
