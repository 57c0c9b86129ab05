package dev.postrider.local;

import dev.postrider.local.lambda.FunctionSpec;
import dev.postrider.local.ses.SesAccount;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How the embedded stack is set up: as the template declares it, but for what a caller changes.
/// A stack reads its options once, at its start.
public final class LocalOptions {
  static final String CONFIGURATION_SET = "postrider";
  static final String DISPATCH = "DispatchFunction";
  static final String FEEDBACK = "FeedbackFunction";
  static final String ACCOUNT_WATCH = "AccountWatchFunction";

  private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");

  final StackTemplate template;
  final Map<String, String> handlers = new HashMap<>();
  List<Path> classPath;
  private final Path target;
  private @Nullable Path logs;
  int portBase;
  Consumer<SesAccount> ses = _ -> {};
  String domain = "example.com";
  int dispatchInstances = 1;
  int feedbackInstances = 1;
  Duration dispatchTimeout;
  Duration accountWatchInterval;
  Queueing mailLane;
  Queueing bulkLane;
  Map<String, String> environment = Map.of();

  private LocalOptions(Path target, StackTemplate template) {
    this.template = template;
    this.classPath = FunctionSpec.packageClassPath(target.resolve("postrider-function"));
    this.target = target;
    for (String function : List.of(DISPATCH, FEEDBACK, ACCOUNT_WATCH)) {
      handlers.put(function, template.text(function, "Handler"));
    }
    this.dispatchTimeout = Duration.ofSeconds(template.number(DISPATCH, "Timeout"));
    this.accountWatchInterval =
        interval(template.text(ACCOUNT_WATCH, "Events", "EveryMinute", "Properties", "Schedule"));
    this.mailLane = Queueing.of(template, "MailQueue", "Mail");
    this.bulkLane = Queueing.of(template, "BulkQueue", "Bulk");
  }

  /// The stack as it is deployed, with the functions of a Maven build, on any free ports. Each
  /// function has one instance: it is a JVM.
  ///
  /// @param target Maven's output directory, after `mvn package`; template.yaml lies beside it
  public static LocalOptions of(Path target) {
    return new LocalOptions(target, StackTemplate.read(target.resolveSibling("template.yaml")));
  }

  private static Duration interval(String schedule) {
    Matcher rate = RATE.matcher(schedule);
    if (!rate.matches()) {
      throw new IllegalArgumentException("a schedule at a rate is expected, not " + schedule);
    }
    return Duration.of(
        Long.parseLong(rate.group(1)),
        ChronoUnit.valueOf(rate.group(2).toUpperCase(Locale.ROOT) + "S"));
  }

  /// A lane of mail: its queue and its event source.
  ///
  /// @param visibility how long a batch that failed stays away, in whole seconds
  /// @param maxReceiveCount after how many receives a message is dead
  /// @param batchSize the most messages of a batch
  /// @param batchingWindow how long a batch waits for more messages
  public record Queueing(
      Duration visibility, int maxReceiveCount, int batchSize, Duration batchingWindow) {

    private static Queueing of(StackTemplate template, String queue, String event) {
      return new Queueing(
          Duration.ofSeconds(template.number(queue, "VisibilityTimeout")),
          template.number(queue, "RedrivePolicy", "maxReceiveCount"),
          template.number(DISPATCH, "Events", event, "Properties", "BatchSize"),
          Duration.ofSeconds(
              template.number(
                  DISPATCH, "Events", event, "Properties", "MaximumBatchingWindowInSeconds")));
    }
  }

  /// The port of SQS; DynamoDB, SES, Lambda and EventBridge listen on the four ports after it.
  ///
  /// @param base 0 for any free ports
  public LocalOptions portBase(int base) {
    portBase = base;
    return this;
  }

  /// The domain that is verified in SES and that default mail comes from.
  public LocalOptions domain(String name) {
    domain = name;
    return this;
  }

  /// Changes the SES account, once it is there.
  public LocalOptions ses(Consumer<SesAccount> change) {
    ses = ses.andThen(change);
    return this;
  }

  /// Runs other code as the functions.
  ///
  /// @param entries in the form of `java -cp`
  /// @param byFunction handlers by the functions' logical ids; without `AccountWatchFunction`, the
  ///     stack does not watch the account
  public LocalOptions functions(List<Path> entries, Map<String, String> byFunction) {
    classPath = List.copyOf(entries);
    handlers.keySet().retainAll(byFunction.keySet());
    handlers.putAll(byFunction);
    return this;
  }

  /// The handlers of the functions, by logical id.
  public Map<String, String> handlers() {
    return Map.copyOf(handlers);
  }

  /// How many batches of mail run at the same time, as many again of bulk, and how many
  /// notifications.
  public LocalOptions instances(int dispatching, int takingFeedback) {
    dispatchInstances = dispatching;
    feedbackInstances = takingFeedback;
    return this;
  }

  /// After how long an invocation of the dispatcher is cut off.
  ///
  /// @param timeout more than the 15 seconds that the dispatcher keeps for its end
  public LocalOptions dispatchTimeout(Duration timeout) {
    dispatchTimeout = timeout;
    return this;
  }

  /// The time between two invocations of AccountWatchFunction.
  public LocalOptions accountWatchInterval(Duration interval) {
    accountWatchInterval = interval;
    return this;
  }

  /// The time between two invocations of AccountWatchFunction.
  public Duration accountWatchInterval() {
    return accountWatchInterval;
  }

  /// The directory of the functions' log files; otherwise that of [StackFile#directory].
  public LocalOptions logs(Path directory) {
    logs = directory;
    return this;
  }

  /// Sets both lanes of mail up alike.
  public LocalOptions queueing(Queueing both) {
    mailLane = both;
    bulkLane = both;
    return this;
  }

  /// Adds variables of all functions, over those of the template.
  public LocalOptions environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  /// Where the functions' log files are.
  ///
  /// @param sqsPort where the stack's SQS listens
  Path logs(int sqsPort) {
    return logs == null ? StackFile.directory(target, sqsPort) : logs;
  }

  /// The port of the n-th server, or 0 for any free one.
  int port(int n) {
    return portBase == 0 ? 0 : portBase + n;
  }
}
