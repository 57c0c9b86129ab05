package dev.postrider.cli.ops;

import dev.postrider.aws.SdkErrors;
import dev.postrider.aws.SesAccountReader;
import dev.postrider.aws.SqsQueueBrowser;
import dev.postrider.aws.SqsQueueBrowser.QueueDepth;
import dev.postrider.cli.ops.StackStatus.AccountStatus;
import dev.postrider.cli.ops.StackStatus.AlarmStatus;
import dev.postrider.cli.ops.StackStatus.EventSourceStatus;
import dev.postrider.cli.ops.StackStatus.IdentityStatus;
import dev.postrider.cli.ops.StackStatus.PaceStatus;
import dev.postrider.cli.ops.StackStatus.QueueStatus;
import dev.postrider.local.Queues;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.model.DkimAttributes;
import software.amazon.awssdk.services.sesv2.model.MailFromAttributes;

/// Reads a stack's state, all parts at the same time. A part that cannot be read hides no other.
final class StatusReader {
  /// SES's management calls are allowed about once a second for the whole account: when `status`
  /// repeats itself, it does not ask SES each time.
  private static final Duration SES_EVERY = Duration.ofSeconds(30);

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
    List<String> urls = stack.deployment().queues().all();
    var depths = depths(urls);
    var pace = pace(now);
    var eventSources = eventSources();
    var alarms = asked(() -> AlarmStatus.of(cloudWatch.inAlarm()));
    PartReading<Map<String, Duration>> ages = asked(() -> cloudWatch.ages(now)).join();
    Map<String, Duration> known =
        ages instanceof PartReading.Present<Map<String, Duration>>(var all) ? all : Map.of();
    List<QueueStatus> queues = new ArrayList<>();
    for (int i = 0; i < urls.size(); i++) {
      String name = Queues.nameOf(urls.get(i));
      Duration age = known.get(name);
      queues.add(new QueueStatus(name, depths.get(i).join(), age == null ? null : age.toSeconds()));
    }
    SesReading ses = ses(now);
    return new StackStatus(
        stack.deployment().name(),
        now,
        queues,
        pace.join(),
        ses.account(),
        ses.identity(),
        eventSources.getFirst().join(),
        eventSources.getLast().join(),
        alarms.join(),
        ages);
  }

  /// What decides whether enqueued mail is received and sent.
  MailFlow flow() {
    Instant now = stack.now();
    Queues queues = stack.deployment().queues();
    var depths = depths(List.of(queues.mail(), queues.bulk()));
    var pace = pace(now);
    var eventSources = eventSources();
    return new MailFlow(
        pace.join(),
        eventSources.getFirst().join(),
        eventSources.getLast().join(),
        depths.getFirst().join(),
        depths.getLast().join());
  }

  private List<CompletableFuture<PartReading<QueueDepth>>> depths(List<String> urls) {
    return urls.stream()
        .map(url -> asked(() -> SqsQueueBrowser.depth(stack.clients().sqs(), url)))
        .toList();
  }

  private CompletableFuture<PartReading<PaceStatus>> pace(Instant now) {
    return asked(() -> PaceStatus.of(stack.pacer().read(now), now));
  }

  private List<CompletableFuture<PartReading<EventSourceStatus>>> eventSources() {
    return stack.deployment().eventSourceIds().stream()
        .map(id -> asked(() -> eventSource(id)))
        .toList();
  }

  private EventSourceStatus eventSource(String id) {
    String state = stack.clients().lambda().getEventSourceMapping(r -> r.uuid(id)).state();
    return new EventSourceStatus(Objects.requireNonNullElse(state, ""));
  }

  private SesReading ses(Instant now) {
    if (known != null && now.isBefore(known.at().plus(SES_EVERY))) {
      return known;
    }
    var account = asked(() -> AccountStatus.of(new SesAccountReader(stack.clients().ses()).read()));
    var identity = asked(this::identity);
    known = new SesReading(now, account.join(), identity.join());
    return known;
  }

  private IdentityStatus identity() {
    String name = stack.deployment().identity();
    var identity = stack.clients().ses().getEmailIdentity(r -> r.emailIdentity(name));
    return new IdentityStatus(
        name,
        Boolean.TRUE.equals(identity.verifiedForSendingStatus()),
        Optional.ofNullable(identity.dkimAttributes())
            .map(DkimAttributes::statusAsString)
            .orElse(""),
        Optional.ofNullable(identity.mailFromAttributes())
            .map(MailFromAttributes::mailFromDomainStatusAsString)
            .orElse(""));
  }

  private <T> CompletableFuture<PartReading<T>> asked(Supplier<T> question) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new PartReading.Present<>(question.get());
          } catch (SdkException e) {
            return new PartReading.Unread<>(SdkErrors.code(e));
          }
        },
        Thread::startVirtualThread);
  }
}
