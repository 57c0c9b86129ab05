package dev.postrider.local;

import com.typesafe.config.ConfigFactory;
import dev.postrider.local.LocalOptions.Queueing;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// ElasticMQ on loopback, in memory, with SQS's limits.
///
/// Differs from SQS: encryption attributes are unknown, a retention period is ignored, and the
/// receive count of a message in a dead letter queue is one too high.
public final class LocalSqs implements AutoCloseable {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  /// Daemon threads, so that a command that ends does not hang, and no log of its own.
  private static final String ACTORS =
      """
      pekko.daemonic = on
      pekko.loglevel = ERROR
      pekko.stdout-loglevel = ERROR
      pekko.log-dead-letters = off
      pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
      pekko.http.server.idle-timeout = 300 s
      """;

  private final ActorSystem actors;
  private final SQSRestServer server;
  private final URI endpoint;

  private LocalSqs(ActorSystem actors, SQSRestServer server, URI endpoint) {
    this.actors = actors;
    this.server = server;
    this.endpoint = endpoint;
  }

  /// On any free port.
  public static LocalSqs start() {
    return start(0);
  }

  /// On a port of the caller's choice.
  ///
  /// @param port 0 for any free port
  public static LocalSqs start(int port) {
    ActorSystem actors =
        ActorSystem.create(
            "sqs", ConfigFactory.parseString(ACTORS).withFallback(ConfigFactory.load()));
    SQSRestServer server = builder(port).withActorSystem(actors).start();
    int boundPort = server.waitUntilStarted().localAddress().getPort();
    return new LocalSqs(actors, server, LocalAws.loopback(boundPort));
  }

  private static TheSQSRestServerBuilder builder(int port) {
    TheSQSRestServerBuilder loopback =
        SQSRestServerBuilder.withInterface(LocalAws.LOOPBACK)
            .withAWSRegion(LocalAws.REGION.id())
            .withAWSAccountId(LocalAws.ACCOUNT_ID);
    return port == 0 ? loopback.withDynamicPort() : loopback.withPort(port);
  }

  /// What `AWS_ENDPOINT_URL_SQS` is set to.
  public URI endpoint() {
    return endpoint;
  }

  /// A new client of this server; the caller closes it.
  public SqsClient client() {
    return LocalAws.configure(SqsClient.builder(), endpoint).build();
  }

  /// Creates the template's queues, for who never lets a message come back.
  public Queues createQueues() {
    return createQueues(Duration.ofMinutes(6), 5);
  }

  /// Creates the template's queues.
  ///
  /// @param mailVisibility of the mail and the bulk queue, in whole seconds
  /// @param maxReceiveCount after how many receives these two redrive to the dead letters
  public Queues createQueues(Duration mailVisibility, int maxReceiveCount) {
    Queueing lane = new Queueing(mailVisibility, maxReceiveCount, 1, Duration.ZERO);
    return createQueues(lane, lane);
  }

  Queues createQueues(Queueing mail, Queueing bulk) {
    try (SqsClient client = client()) {
      String deadLetters = create(client, "MailDeadLetterQueue", Map.of());
      return new Queues(
          create(client, "MailQueue", redriving(mail, deadLetters)),
          create(client, "BulkQueue", redriving(bulk, deadLetters)),
          create(client, "RejectedQueue", Map.of()),
          create(client, "HeldQueue", Map.of()),
          deadLetters,
          create(client, "FeedbackDeadLetterQueue", Map.of()));
    }
  }

  private static Map<QueueAttributeName, String> redriving(Queueing lane, String deadLetters) {
    return Map.of(
        QueueAttributeName.VISIBILITY_TIMEOUT,
        Long.toString(lane.visibility().toSeconds()),
        QueueAttributeName.REDRIVE_POLICY,
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
            .formatted(Queues.arnOf(deadLetters), lane.maxReceiveCount()));
  }

  private String create(SqsClient client, String name, Map<QueueAttributeName, String> attributes) {
    client.createQueue(queue -> queue.queueName(name).attributes(attributes));
    return endpoint + "/" + LocalAws.ACCOUNT_ID + "/" + name;
  }

  @Override
  public void close() {
    server.stopAndWait();
    try {
      scala.concurrent.Await.result(
          actors.terminate(),
          scala.concurrent.duration.Duration.create(
              STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new IllegalStateException("ElasticMQ did not stop within " + STOP_TIMEOUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
