package dev.postrider.aws;

import dev.postrider.aws.FunctionSettings.DispatchSettings;
import dev.postrider.calls.Fanout;
import dev.postrider.calls.Pause;
import dev.postrider.dispatch.Dispatcher;
import dev.postrider.email.Address;
import dev.postrider.email.Defaults;
import dev.postrider.email.EmailDecoder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
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

  static DispatchWiring fromEnvironment(Map<String, String> environment) {
    DispatchSettings settings = DispatchSettings.from(environment);
    EmailDecoder decoder = new EmailDecoder(defaults(settings.defaultFrom()));
    Clock clock = Clock.systemUTC();
    JsonLog log = JsonLog.fromEnvironment(environment);
    DynamoDbClient dynamoDb = AwsClients.dynamoDb();
    StackRecipientHash hash = new StackRecipientHash(dynamoDb, settings.ledgerTable());
    return new DispatchWiring(
        new Dispatcher(
            decoder::decode,
            settings.policy(),
            ports(settings, dynamoDb, clock),
            settings.unknownGrace()),
        new DispatchJournal(log, clock),
        new StatusPublishing(StatusBus.from(environment, hash, clock), log, clock),
        hash,
        settings.bulkQueueUrl().substring(settings.bulkQueueUrl().lastIndexOf('/') + 1),
        clock,
        decoder);
  }

  private static Defaults defaults(String from) {
    return new Defaults(from.isEmpty() ? null : Address.parse(from));
  }

  private static Dispatcher.Ports ports(
      DispatchSettings settings, DynamoDbClient dynamoDb, Clock clock) {
    RandomGenerator random = new SecureRandom();
    Pause pause = new ThreadPause(clock);
    Fanout fanout = new VirtualFanout(AwsClients.SENDS_AT_ONCE);
    return new Dispatcher.Ports(
        new DynamoLedger(
            dynamoDb,
            settings.ledgerTable(),
            // Its own: calls to SES settle their units while they hold a permit of the other one.
            new VirtualFanout(AwsClients.AT_ONCE),
            settings.unknownGrace(),
            Duration.ofDays(settings.ledgerDays()),
            clock),
        new DynamoSuppressions(
            dynamoDb,
            settings.suppressionTable(),
            settings.suppressionPolicy(),
            fanout,
            pause,
            random,
            clock),
        new DynamoPacer(dynamoDb, settings.ledgerTable(), clock),
        new SesSender(AwsClients.sesForSending(), settings.configurationSet()),
        new SqsCopyQueues(
            AwsClients.sqs(),
            new SqsCopyQueues.QueueUrls(
                settings.mailQueueUrl(),
                settings.bulkQueueUrl(),
                settings.rejectedQueueUrl(),
                settings.heldQueueUrl())),
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
