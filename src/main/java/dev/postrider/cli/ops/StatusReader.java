package dev.postrider.cli.ops;

import dev.postrider.aws.DynamoPacer;
import dev.postrider.aws.SesAccountReader;
import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.QueueDepth;
import dev.postrider.cli.ops.StackStatus.AlarmStatus;
import dev.postrider.cli.ops.StackStatus.EventSourceStatus;
import dev.postrider.cli.ops.StackStatus.IdentityStatus;
import dev.postrider.cli.ops.StackStatus.QueueStatus;
import dev.postrider.local.Queues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
  private final StackConnection stack;
  private final CloudWatchReader cloudWatch;
  private @Nullable SesReading known;

  StatusReader(StackConnection stack) {
    this.stack = stack;
    this.cloudWatch = new CloudWatchReader(stack);
  }

  /// What SES said, and when.
  private record SesReading(
      Instant at, PartReading<AccountStatus> account, PartReading<IdentityStatus> identity) {}

  StackStatus read() {
    Instant now = stack.now();
    SqsClient sqs = stack.clients().sqs();
    DynamoPacer pacer = stack.pacer();
    Map<String, CompletableFuture<PartReading<QueueDepth>>> depths = new LinkedHashMap<>();
    for (String url : stack.deployment().queues().all()) {
      depths.put(Queues.nameOf(url), asked(() -> SqsQueueBrowser.depth(sqs, url)));
    }
    CompletableFuture<PartReading<PaceStatus>> pace =
        asked(() -> PaceStatus.of(pacer.read(now), now));
    List<CompletableFuture<PartReading<EventSourceStatus>>> eventSources = eventSources();
    CompletableFuture<PartReading<AlarmStatus>> alarms =
        asked(() -> new AlarmStatus(cloudWatch.inAlarm()));
    PartReading<Map<String, Duration>> ages = asked(() -> cloudWatch.ages(now)).join();
    SesReading ses = ses(now);
    return new StackStatus(
        stack.deployment().name(),
        now,
        queues(depths, ages),
        pace.join(),
        ses.account(),
        ses.identity(),
        eventSources.getFirst().join(),
        eventSources.getLast().join(),
        alarms.join(),
        ages);
  }

  private static List<QueueStatus> queues(
      Map<String, CompletableFuture<PartReading<QueueDepth>>> depths,
      PartReading<Map<String, Duration>> ages) {
    Map<String, Duration> known =
        ages instanceof PartReading.Present<Map<String, Duration>>(var all) ? all : Map.of();
    List<QueueStatus> queues = new ArrayList<>();
    depths.forEach(
        (name, depth) -> {
          Duration age = known.get(name);
          queues.add(new QueueStatus(name, depth.join(), age == null ? null : age.toSeconds()));
        });
    return queues;
  }

  private List<CompletableFuture<PartReading<EventSourceStatus>>> eventSources() {
    LambdaClient lambda = stack.clients().lambda();
    return stack.deployment().eventSourceIds().stream()
        .map(id -> asked(() -> eventSource(lambda, id)))
        .toList();
  }

  private static EventSourceStatus eventSource(LambdaClient lambda, String id) {
    return new EventSourceStatus(
        Objects.requireNonNullElse(lambda.getEventSourceMapping(r -> r.uuid(id)).state(), ""));
  }

  private SesReading ses(Instant now) {
    if (known != null && now.isBefore(known.at().plus(SES_EVERY))) {
      return known;
    }
    SesV2Client client = stack.clients().ses();
    CompletableFuture<PartReading<AccountStatus>> account =
        asked(() -> AccountStatus.of(new SesAccountReader(client).read()));
    CompletableFuture<PartReading<IdentityStatus>> identity = asked(() -> identity(client));
    known = new SesReading(now, account.join(), identity.join());
    return known;
  }

  private IdentityStatus identity(SesV2Client client) {
    String name = stack.deployment().identity();
    GetEmailIdentityResponse identity = client.getEmailIdentity(r -> r.emailIdentity(name));
    return new IdentityStatus(
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

  private <T> CompletableFuture<PartReading<T>> asked(Supplier<T> question) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new PartReading.Present<>(question.get());
          } catch (SdkException e) {
            return new PartReading.Unread<>(Failures.code(e));
          }
        },
        threads);
  }

  @Override
  public void close() {
    threads.close();
  }
}
