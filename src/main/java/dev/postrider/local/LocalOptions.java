package dev.postrider.local;

import dev.postrider.local.lambda.EventSource;
import dev.postrider.local.lambda.FunctionSpec;
import dev.postrider.local.ses.SesSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How the embedded stack is set up.
///
/// @param portBase SQS; DynamoDB, SES, Lambda and EventBridge listen on the four ports after it; 0
///     for any free ports
/// @param domain the verified domain, which default mail comes from
/// @param environment further variables of the functions, over those of template.yaml
public record LocalOptions(
    int portBase,
    String domain,
    SesSettings ses,
    Functions functions,
    Queueing queueing,
    Map<String, String> environment) {

  private static final Duration DISPATCH_TIMEOUT = Duration.ofSeconds(60);

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
  ///     15 seconds that it keeps for its end
  /// @param logs where each function has its log file
  public record Functions(
      List<Path> classPath,
      String dispatch,
      String feedback,
      Optional<String> accountWatch,
      Duration accountWatchInterval,
      int dispatchInstances,
      int feedbackInstances,
      Duration dispatchTimeout,
      Path logs) {

    public Functions {
      classPath = List.copyOf(classPath);
    }

    /// With the dispatcher's time-out of template.yaml.
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
          DISPATCH_TIMEOUT,
          logs);
    }

    /// What `mvn package` leaves in `target`; AccountWatchFunction only when it is there.
    public static Functions packaged(Path target) {
      Path unpacked = target.resolve("postrider-function");
      boolean hasAccountWatch =
          unpacked.resolve("dev/postrider/aws/AccountWatchFunction.class").toFile().isFile();
      return new Functions(
          FunctionSpec.packageClassPath(unpacked),
          "dev.postrider.aws.DispatchFunction::handleRequest",
          "dev.postrider.aws.FeedbackFunction::handleRequest",
          hasAccountWatch
              ? Optional.of("dev.postrider.aws.AccountWatchFunction::handleRequest")
              : Optional.empty(),
          Duration.ofMinutes(1),
          1,
          1,
          target.resolve("local-logs"));
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
          timeout,
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

  /// The queues and their event sources; the defaults are template.yaml's.
  ///
  /// @param visibility how long a batch that failed stays away, in whole seconds
  /// @param maxReceiveCount after how many receives a message is dead
  /// @param batchSize the most messages of a batch
  /// @param batchingWindow how long a batch waits for more messages
  public record Queueing(
      Duration visibility, int maxReceiveCount, int batchSize, Duration batchingWindow) {

    /// What template.yaml has.
    public static Queueing asDeployed() {
      return new Queueing(
          LocalSqs.MAIL_VISIBILITY, LocalSqs.MAX_RECEIVE_COUNT, 50, Duration.ofSeconds(1));
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
  /// @param target Maven's output directory, after `mvn package`
  public static LocalOptions of(Path target) {
    return new LocalOptions(
        0,
        DOMAIN,
        SesSettings.of(CONFIGURATION_SET),
        Functions.packaged(target),
        Queueing.asDeployed(),
        Map.of());
  }

  /// The same on other ports.
  public LocalOptions withPortBase(int base) {
    return new LocalOptions(base, domain, ses, functions, queueing, environment);
  }

  /// The same with another domain, verified in SES.
  public LocalOptions withDomain(String name) {
    return new LocalOptions(
        portBase, name, ses.withIdentities(Set.of(name)), functions, queueing, environment);
  }

  /// The same with another SES account.
  public LocalOptions withSes(SesSettings settings) {
    return new LocalOptions(portBase, domain, settings, functions, queueing, environment);
  }

  /// The same with other functions.
  public LocalOptions withFunctions(Functions others) {
    return new LocalOptions(portBase, domain, ses, others, queueing, environment);
  }

  /// The same with other queues.
  public LocalOptions withQueueing(Queueing other) {
    return new LocalOptions(portBase, domain, ses, functions, other, environment);
  }

  /// The same with further variables of the functions.
  public LocalOptions withEnvironment(Map<String, String> variables) {
    return new LocalOptions(portBase, domain, ses, functions, queueing, variables);
  }

  /// The port of the n-th server, or any free one.
  int port(int n) {
    return portBase == 0 ? 0 : portBase + n;
  }
}
