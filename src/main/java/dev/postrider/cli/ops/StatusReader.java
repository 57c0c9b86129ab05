package dev.postrider.cli.ops;

import dev.postrider.account.Account;
import dev.postrider.aws.DynamoPacer;
import dev.postrider.aws.SesAccountReader;
import dev.postrider.aws.SqsShelf;
import dev.postrider.cli.ops.Status.Identity;
import dev.postrider.cli.ops.Status.Part;
import dev.postrider.cli.ops.Status.Queue;
import dev.postrider.local.Queues;
import dev.postrider.pace.PaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.GetEmailIdentityResponse;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Reads a stack's state, all parts at the same time. A part that cannot be read hides no other.
final class StatusReader implements AutoCloseable {
  /// SES's management calls are allowed about once a second for the whole account: when `status`
  /// repeats itself, it does not ask SES each time.
  private static final Duration SES_EVERY = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Session session;
  private final CloudWatchReader cloudWatch;
  private @Nullable Ses known;

  StatusReader(Session session) {
    this.session = session;
    this.cloudWatch = CloudWatchReader.of(session);
  }

  /// What SES said, and when.
  private record Ses(Instant at, Part<Account> account, Part<Identity> identity) {}

  Status read() {
    Instant now = session.clock().instant();
    SqsClient sqs = session.sqs();
    DynamoPacer pacer = session.pacer();
    List<CompletableFuture<Queue>> queues =
        session.deployment().queues().all().stream()
            .map(
                url ->
                    asked(() -> SqsShelf.depth(sqs, url))
                        .thenApply(depth -> new Queue(Queues.nameOf(url), depth)))
            .toList();
    CompletableFuture<Part<PaceState>> pace = asked(() -> pacer.read(now));
    List<CompletableFuture<Part<String>>> eventSources = eventSources();
    CompletableFuture<Part<List<String>>> alarms = asked(cloudWatch::inAlarm);
    CompletableFuture<Part<Map<String, Duration>>> ages = asked(() -> cloudWatch.ages(now));
    Ses ses = ses(now);
    return new Status(
        session.deployment().name(),
        now,
        queues.stream().map(CompletableFuture::join).toList(),
        ages.join(),
        pace.join(),
        eventSources.getFirst().join(),
        eventSources.getLast().join(),
        ses.account(),
        ses.identity(),
        alarms.join());
  }

  private List<CompletableFuture<Part<String>>> eventSources() {
    LambdaClient lambda = session.lambda();
    return session.deployment().eventSourceIds().stream()
        .map(
            id ->
                asked(
                    () ->
                        Objects.requireNonNullElse(
                            lambda.getEventSourceMapping(r -> r.uuid(id)).state(), "")))
        .toList();
  }

  private Ses ses(Instant now) {
    if (known != null && now.isBefore(known.at().plus(SES_EVERY))) {
      return known;
    }
    SesV2Client client = session.ses();
    CompletableFuture<Part<Account>> account = asked(new SesAccountReader(client)::read);
    CompletableFuture<Part<Identity>> identity = asked(() -> identity(client));
    known = new Ses(now, account.join(), identity.join());
    return known;
  }

  private Identity identity(SesV2Client client) {
    String name = session.deployment().identity();
    GetEmailIdentityResponse identity = client.getEmailIdentity(r -> r.emailIdentity(name));
    return new Identity(
        name,
        Boolean.TRUE.equals(identity.verifiedForSendingStatus()),
        identity.dkimAttributes() == null
            ? ""
            : Objects.requireNonNullElse(identity.dkimAttributes().statusAsString(), ""),
        identity.mailFromAttributes() == null
            ? ""
            : Objects.requireNonNullElse(
                identity.mailFromAttributes().mailFromDomainStatusAsString(), ""));
  }

  private <T> CompletableFuture<Part<T>> asked(Supplier<T> question) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new Part.Known<>(question.get());
          } catch (SdkException e) {
            return new Part.Unread<>(Failures.code(e));
          }
        },
        threads);
  }

  @Override
  public void close() {
    threads.close();
    cloudWatch.close();
  }
}
