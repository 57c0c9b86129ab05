package dev.postrider.local;

import dev.postrider.local.lambda.EventSource;
import dev.postrider.local.lambda.FunctionSpec;
import dev.postrider.local.ses.SesSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the embedded stack is set up.
///
/// @param portBase SQS; DynamoDB, SES, Lambda and EventBridge listen on the four ports after it; 0
///     for any free ports
/// @param domain the verified domain, which default mail comes from
/// @param queueing of both lanes; empty for what the template says of each
/// @param environment further variables of the functions, over those of the template
/// @param template says everything that no other component does
public record LocalOptions(
    int portBase,
    String domain,
    SesSettings ses,
    Functions functions,
    Optional<Queueing> queueing,
    Map<String, String> environment,
    StackTemplate template) {

  private static final Pattern RATE = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)");

  static final String CONFIGURATION_SET = "postrider";
  static final String DOMAIN = "example.com";

  /// The functions' code and how it runs.
  ///
  /// @param classPath of all functions, in the form of `java -cp`
  /// @param accountWatch empty runs the stack without it
  /// @param accountWatchInterval between its invocations
  /// @param dispatchInstances how many batches of mail run at the same time, as many again of bulk
  /// @param feedbackInstances how many notifications are taken in at the same time
  /// @param dispatchTimeout after which an invocation of the dispatcher is cut off; more than the
  ///     15 seconds that it keeps for its end; empty for the template's
  /// @param logs where each function has its log file
  public record Functions(
      List<Path> classPath,
      String dispatch,
      String feedback,
      Optional<String> accountWatch,
      Duration accountWatchInterval,
      int dispatchInstances,
      int feedbackInstances,
      Optional<Duration> dispatchTimeout,
      Path logs) {

    public Functions {
      classPath = List.copyOf(classPath);
    }

    /// With the dispatcher's time-out of the template.
    public Functions(
        List<Path> classPath,
        String dispatch,
        String feedback,
        Optional<String> accountWatch,
        Duration accountWatchInterval,
        int dispatchInstances,
        int feedbackInstances,
        Path logs) {
      this(
          classPath,
          dispatch,
          feedback,
          accountWatch,
          accountWatchInterval,
          dispatchInstances,
          feedbackInstances,
          Optional.empty(),
          logs);
    }

    /// What `mvn package` leaves in `target`, as the template declares it, but for the numbers of
    /// instances: each is a JVM.
    static Functions packaged(Path target, StackTemplate template) {
      return new Functions(
          FunctionSpec.packageClassPath(target.resolve("postrider-function")),
          template.text("DispatchFunction", "Handler"),
          template.text("FeedbackFunction", "Handler"),
          Optional.of(template.text("AccountWatchFunction", "Handler")),
          interval(
              template.text(
                  "AccountWatchFunction", "Events", "EveryMinute", "Properties", "Schedule")),
          1,
          1,
          target.resolve("local-logs"));
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

    /// The same with other numbers of instances.
    public Functions withInstances(int dispatching, int takingFeedback) {
      return new Functions(
          classPath,
          dispatch,
          feedback,
          accountWatch,
          accountWatchInterval,
          dispatching,
          takingFeedback,
          dispatchTimeout,
          logs);
    }

    /// The same with another interval of AccountWatchFunction.
    public Functions withAccountWatchInterval(Duration interval) {
      return new Functions(
          classPath,
          dispatch,
          feedback,
          accountWatch,
          interval,
          dispatchInstances,
          feedbackInstances,
          dispatchTimeout,
          logs);
    }

    /// The same with another time-out of the dispatcher.
    public Functions withDispatchTimeout(Duration timeout) {
      return new Functions(
          classPath,
          dispatch,
          feedback,
          accountWatch,
          accountWatchInterval,
          dispatchInstances,
          feedbackInstances,
          Optional.of(timeout),
          logs);
    }

    /// The same with another place for the log files.
    public Functions withLogs(Path directory) {
      return new Functions(
          classPath,
          dispatch,
          feedback,
          accountWatch,
          accountWatchInterval,
          dispatchInstances,
          feedbackInstances,
          dispatchTimeout,
          directory);
    }
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
          template.number("DispatchFunction", "Events", event, "Properties", "BatchSize"),
          Duration.ofSeconds(
              template.number(
                  "DispatchFunction",
                  "Events",
                  event,
                  "Properties",
                  "MaximumBatchingWindowInSeconds")));
    }

    EventSource.Settings eventSource(int concurrency) {
      return new EventSource.Settings(batchSize, batchingWindow, concurrency);
    }
  }

  public LocalOptions {
    environment = Map.copyOf(environment);
  }

  /// The stack as it is deployed, with the functions of a Maven build, on any free ports.
  ///
  /// @param target Maven's output directory, after `mvn package`; template.yaml lies beside it
  public static LocalOptions of(Path target) {
    return of(target, StackTemplate.read(target.resolveSibling("template.yaml")));
  }

  static LocalOptions of(Path target, StackTemplate template) {
    return new LocalOptions(
        0,
        DOMAIN,
        SesSettings.of(CONFIGURATION_SET),
        Functions.packaged(target, template),
        Optional.empty(),
        Map.of(),
        template);
  }

  /// The same on other ports.
  public LocalOptions withPortBase(int base) {
    return new LocalOptions(base, domain, ses, functions, queueing, environment, template);
  }

  /// The same with another domain, verified in SES.
  public LocalOptions withDomain(String name) {
    return new LocalOptions(
        portBase,
        name,
        ses.withIdentities(Set.of(name)),
        functions,
        queueing,
        environment,
        template);
  }

  /// The same with another SES account.
  public LocalOptions withSes(SesSettings settings) {
    return new LocalOptions(portBase, domain, settings, functions, queueing, environment, template);
  }

  /// The same with other functions.
  public LocalOptions withFunctions(Functions others) {
    return new LocalOptions(portBase, domain, ses, others, queueing, environment, template);
  }

  /// The same with other queues.
  public LocalOptions withQueueing(Queueing other) {
    return new LocalOptions(
        portBase, domain, ses, functions, Optional.of(other), environment, template);
  }

  /// The same with further variables of the functions.
  public LocalOptions withEnvironment(Map<String, String> variables) {
    return new LocalOptions(portBase, domain, ses, functions, queueing, variables, template);
  }

  /// The lane of the mail queue.
  Queueing mailLane() {
    return queueing.orElseGet(() -> Queueing.of(template, "MailQueue", "Mail"));
  }

  /// The lane of the bulk queue.
  Queueing bulkLane() {
    return queueing.orElseGet(() -> Queueing.of(template, "BulkQueue", "Bulk"));
  }

  /// The port of the n-th server, or any free one.
  int port(int n) {
    return portBase == 0 ? 0 : portBase + n;
  }
}
