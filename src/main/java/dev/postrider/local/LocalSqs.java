package dev.postrider.local;

import com.typesafe.config.ConfigFactory;
import dev.postrider.local.LocalOptions.Queueing;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.HttpJson;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Relay;
import dev.postrider.local.http.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// ElasticMQ on loopback, in memory, with SQS's limits, behind a server of ours: ElasticMQ answers
/// whoever asks, web pages too (decision 0083). It listens on a loopback address that is drawn at
/// each start and published nowhere: 16 million addresses times 28,000 ports are too many to try.
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

  private final Relay relay = new Relay();
  private final QueueAges ages = new QueueAges();
  private final LoopbackServer front;
  private final ActorSystem actors;
  private final SQSRestServer server;

  private LocalSqs(int port) {
    this.front = LoopbackServer.startForForms("sqs", port, this::answer);
    this.actors =
        ActorSystem.create(
            "sqs", ConfigFactory.parseString(ACTORS).withFallback(ConfigFactory.load()));
    this.server =
        SQSRestServerBuilder.withInterface(unguessable())
            .withDynamicPort()
            .withServerAddress(new NodeAddress("http", LocalAws.LOOPBACK, endpoint().getPort(), ""))
            .withAWSRegion(LocalAws.REGION.id())
            .withAWSAccountId(LocalAws.ACCOUNT_ID)
            .withActorSystem(actors)
            .withQueueEventListener(actors.actorOf(ages.listener()))
            .start();
    relay.leadsTo(elasticMq());
  }

  /// On any free port.
  public static LocalSqs start() {
    return start(0);
  }

  /// On a port of the caller's choice.
  ///
  /// @param port 0 for any free port
  public static LocalSqs start(int port) {
    return new LocalSqs(port);
  }

  /// Any of 127.0.0.0/8. macOS has 127.0.0.1 alone; the stack does not run there.
  private static String unguessable() {
    if (System.getProperty("os.name").startsWith("Mac")) {
      return LocalAws.LOOPBACK;
    }
    SecureRandom random = new SecureRandom();
    return "127.%d.%d.%d"
        .formatted(random.nextInt(256), random.nextInt(256), random.nextInt(1, 255));
  }

  /// Where ElasticMQ listens.
  URI elasticMq() {
    InetSocketAddress bound = server.waitUntilStarted().localAddress();
    return URI.create("http://" + bound.getHostString() + ":" + bound.getPort());
  }

  /// A GET could come from an image in a page, without a header that tells.
  private Reply answer(HttpCall call) throws IOException {
    if (!call.method().equals("POST")) {
      return Reply.text(405, "text/plain", "SQS's stand-in takes POST only.\n");
    }
    byte[] body = call.body();
    // Of a purge ElasticMQ tells its listener nothing.
    if (call.header("X-Amz-Target").equals(Optional.of("AmazonSQS.PurgeQueue"))) {
      HttpJson.readObject(body)
          .flatMap(purge -> HttpJson.text(purge, "QueueUrl"))
          .ifPresent(url -> ages.purged(Queues.nameOf(url)));
    }
    return relay.pass(call, body);
  }

  /// What `AWS_ENDPOINT_URL_SQS` is set to.
  public URI endpoint() {
    return front.endpoint();
  }

  /// The age of each queue's oldest message, by the queue's name; an empty queue is missing.
  public Map<String, Duration> ages(Instant now) {
    return ages.at(now);
  }

  /// A new client of this server; the caller closes it.
  public SqsClient client() {
    return LocalAws.configure(SqsClient.builder(), endpoint()).build();
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
    return endpoint() + "/" + LocalAws.ACCOUNT_ID + "/" + name;
  }

  @Override
  public void close() {
    relay.close();
    front.close();
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
