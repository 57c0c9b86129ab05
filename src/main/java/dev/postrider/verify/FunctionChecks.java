package dev.postrider.verify;

import dev.postrider.verify.StackVerdict.CannotTell;
import dev.postrider.verify.StackVerdict.Failed;
import dev.postrider.verify.StackVerdict.Ok;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AccountLimit;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionRecursionConfigResponse;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;
import software.amazon.awssdk.services.lambda.model.SnapStartOptimizationStatus;
import software.amazon.awssdk.services.lambda.model.State;

/// What must be true of the functions, in Lambda's words.
public final class FunctionChecks {
  /// What SES's events, the account watch and DMARC reports need beside the dispatchers:
  /// docs/deploy.md counts with the same number.
  static final int BESIDE_DISPATCHERS = 4;

  /// A parameter whose new value makes new versions of all functions (decision 0064); not every
  /// parameter does.
  static final String NEW_VERSION = "LogLevel";

  /// Where Lambda has no SnapStart (decision 0019), as template.yaml's condition has it.
  private static final Pattern NO_SNAPSHOTS =
      Pattern.compile("arn:(aws-us-gov|aws-cn):.*|arn:[^:]+:lambda:(ap-southeast-6|ap-east-2):.*");

  /// What the functions run by; that it differs between two versions makes them two.
  private static final Map<String, Function<GetFunctionConfigurationResponse, @Nullable Object>>
      SETTINGS = settings();

  private FunctionChecks() {}

  private static Map<String, Function<GetFunctionConfigurationResponse, @Nullable Object>>
      settings() {
    Map<String, Function<GetFunctionConfigurationResponse, @Nullable Object>> all =
        new LinkedHashMap<>();
    all.put("code", GetFunctionConfigurationResponse::codeSha256);
    all.put("handler", GetFunctionConfigurationResponse::handler);
    all.put("runtime", GetFunctionConfigurationResponse::runtimeAsString);
    all.put("role", GetFunctionConfigurationResponse::role);
    all.put("memory", GetFunctionConfigurationResponse::memorySize);
    all.put("time-out", GetFunctionConfigurationResponse::timeout);
    all.put("processor", GetFunctionConfigurationResponse::architecturesAsStrings);
    all.put("layers", GetFunctionConfigurationResponse::layers);
    all.put("log", GetFunctionConfigurationResponse::loggingConfig);
    return all;
  }

  /// The dispatcher enqueues for itself, the other functions must not (decision 0070).
  public static StackVerdict recursion(
      String function, RecursiveLoop wanted, GetFunctionRecursionConfigResponse found) {
    return found.recursiveLoop() == wanted
        ? new Ok(wanted.toString())
        : new Failed(
            found.recursiveLoopAsString() + ", not " + wanted,
            "aws lambda put-function-recursion-config --function-name %s --recursive-loop %s"
                .formatted(function, wanted));
  }

  /// Whether the version that runs starts from a snapshot.
  public static StackVerdict snapshot(GetFunctionConfigurationResponse live) {
    String version = "version " + live.version();
    if (live.state() == State.PENDING) {
      return new CannotTell(version + " is being made ready", true);
    }
    if (live.state() != State.ACTIVE) {
      return new Failed(
          version + " is " + live.stateAsString() + reason(live.stateReason()),
          live.state() == State.INACTIVE
              ? "Invoke it once with the event events/awake.json; the rule Awake did not"
              : "Deploy again with another " + NEW_VERSION + ": a new version is then made");
    }
    if (NO_SNAPSHOTS.matcher(live.functionArn()).matches()) {
      return new Ok(version + " is active; Lambda has no snapshots here");
    }
    boolean taken =
        live.snapStart() != null
            && live.snapStart().applyOn() == SnapStartApplyOn.PUBLISHED_VERSIONS
            && live.snapStart().optimizationStatus() == SnapStartOptimizationStatus.ON;
    return taken
        ? new Ok(version + " is active, from a snapshot")
        : new Failed(
            version + " starts without a snapshot",
            "Deploy again with another " + NEW_VERSION + ": a new version takes one");
  }

  private static String reason(@Nullable String reason) {
    return reason == null ? "" : ": " + reason;
  }

  /// Whether the alias runs what was deployed last (decision 0064).
  public static StackVerdict alias(
      GetFunctionConfigurationResponse live, GetFunctionConfigurationResponse latest) {
    TreeSet<String> different = new TreeSet<>(variables(live, latest));
    SETTINGS.forEach(
        (name, setting) -> {
          if (!Objects.equals(setting.apply(live), setting.apply(latest))) {
            different.add(name);
          }
        });
    return different.isEmpty()
        ? new Ok("live is version " + live.version() + ", with the current settings")
        : new Failed(
            "live is version %s, and differs from what was deployed last in %s"
                .formatted(live.version(), String.join(", ", different)),
            "Deploy again with another " + NEW_VERSION + ": the alias then moves");
  }

  /// The names of variables that differ; never their values.
  private static List<String> variables(
      GetFunctionConfigurationResponse live, GetFunctionConfigurationResponse latest) {
    Map<String, String> ofLive = variables(live);
    Map<String, String> ofLatest = variables(latest);
    TreeSet<String> names = new TreeSet<>(ofLive.keySet());
    names.addAll(ofLatest.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(ofLive.get(name), ofLatest.get(name)))
        .toList();
  }

  private static Map<String, String> variables(GetFunctionConfigurationResponse function) {
    return function.environment() == null ? Map.of() : function.environment().variables();
  }

  /// Whether a queue is polled, and who switched it off.
  ///
  /// @param breakerReason why the breaker is open; null while it is closed
  public static StackVerdict eventSource(
      GetEventSourceMappingResponse mapping, @Nullable String breakerReason) {
    String state = Objects.requireNonNullElse(mapping.state(), "unknown");
    String watch =
        "Wait a minute for AccountWatch, which switches it; then its log"
            + " (docs/runbook.md#account-watch-failing)";
    return switch (state) {
      case "Enabled" ->
          breakerReason == null
              ? new Ok(state)
              : new Failed("Enabled, while the breaker is open: " + breakerReason, watch);
      case "Disabled" ->
          breakerReason == null
              ? new Failed(
                  "Disabled, by somebody's hand: the breaker is closed"
                      + reason(mapping.stateTransitionReason()),
                  watch)
              : new Failed(
                  "Disabled by AccountWatch: the breaker is open: " + breakerReason,
                  "Take away what opened it (docs/runbook.md#breaker-open)");
      default -> new CannotTell(state + ": it is being changed", true);
    };
  }

  /// Whether all functions fit into the account at once (docs/deploy.md).
  public static StackVerdict concurrency(GetAccountSettingsResponse account, DeployedStack stack) {
    AccountLimit limit = account.accountLimit();
    int dispatchers = stack.number("MailConcurrency") + stack.number("BulkConcurrency");
    int reserved = stack.number("DispatchReservedConcurrency");
    if (reserved > 0 && reserved < dispatchers) {
      return new Failed(
          reserved + " are reserved for " + dispatchers + " dispatchers",
          "Deploy with DispatchReservedConcurrency=" + dispatchers + " or more, or 0");
    }
    int wanted = BESIDE_DISPATCHERS + (reserved > 0 ? 0 : dispatchers);
    int unreserved = limit.unreservedConcurrentExecutions();
    return unreserved >= wanted
        ? new Ok("%d unreserved for %d at once".formatted(unreserved, wanted))
        : new Failed(
            "%d unreserved of %d for %d at once"
                .formatted(unreserved, limit.concurrentExecutions(), wanted),
            "Ask for more of Lambda's Concurrent executions in Service Quotas, or lower"
                + " MailConcurrency");
  }

  /// Whether events that the feedback function cannot handle are kept.
  ///
  /// @param deadLetters the queue's ARN
  public static StackVerdict onFailure(
      String function, GetFunctionEventInvokeConfigResponse found, String deadLetters) {
    boolean kept =
        found.destinationConfig() != null
            && found.destinationConfig().onFailure() != null
            && deadLetters.equals(found.destinationConfig().onFailure().destination());
    return kept
        ? new Ok("to the dead letters")
        : new Failed(
            "events that fail three times are lost",
            "aws lambda update-function-event-invoke-config --function-name %s --qualifier live"
                    .formatted(function)
                + " --destination-config OnFailure={Destination=%s}".formatted(deadLetters));
  }
}
