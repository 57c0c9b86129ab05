package dev.postrider.cli.ops;

import static dev.postrider.cli.ops.AwsQuestion.ask;

import dev.postrider.pace.PaceState;
import dev.postrider.verify.AwsAnswer;
import dev.postrider.verify.DeployedStack;
import dev.postrider.verify.FunctionChecks;
import dev.postrider.verify.StackFinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;

/// Asks Lambda about the functions, what invokes them, and the room that the account leaves them.
///
/// @param pace of the stack, which says whether the breaker is open
record FunctionVerification(
    StackConnection connection, AwsAnswer<DeployedStack> stack, AwsAnswer<PaceState> pace) {
  List<StackFinding> findings() {
    LambdaClient lambda = connection.clients().lambda();
    List<StackFinding> findings = new ArrayList<>();
    Map<String, RecursiveLoop> functions = new LinkedHashMap<>();
    functions.put(StackOutput.of(stack, "DispatchFunctionName"), RecursiveLoop.ALLOW);
    functions.put(StackOutput.of(stack, "FeedbackFunctionName"), RecursiveLoop.TERMINATE);
    functions.put(StackOutput.of(stack, "AccountWatchFunctionName"), RecursiveLoop.TERMINATE);
    connection
        .deployment()
        .dmarcReports()
        .ifPresent(reports -> functions.put(reports.function(), RecursiveLoop.TERMINATE));
    functions.forEach((function, loop) -> findings.addAll(function(lambda, function, loop)));
    List<String> mappings = connection.deployment().eventSourceIds();
    findings.add(eventSource(lambda, "mail", mappings.getFirst()));
    findings.add(eventSource(lambda, "bulk", mappings.getLast()));
    findings.add(
        StackFinding.of(
            "concurrency",
            "account",
            ask("GetAccountSettings", () -> lambda.getAccountSettings(r -> {})),
            stack,
            FunctionChecks::concurrency));
    return findings;
  }

  private static List<StackFinding> function(
      LambdaClient lambda, String function, RecursiveLoop loop) {
    AwsAnswer<GetFunctionConfigurationResponse> live =
        ask(
            "GetFunctionConfiguration",
            () ->
                lambda.getFunctionConfiguration(
                    r -> r.functionName(function).qualifier(FailedInvocations.ALIAS)));
    AwsAnswer<GetFunctionConfigurationResponse> latest =
        ask(
            "GetFunctionConfiguration",
            () -> lambda.getFunctionConfiguration(r -> r.functionName(function)));
    return List.of(
        StackFinding.of(
            "recursion",
            function,
            ask(
                "GetFunctionRecursionConfig",
                () -> lambda.getFunctionRecursionConfig(r -> r.functionName(function))),
            found -> FunctionChecks.recursion(function, loop, found)),
        StackFinding.of("snapshot", function, live, FunctionChecks::snapshot),
        StackFinding.of("alias", function, live, latest, FunctionChecks::alias));
  }

  private StackFinding eventSource(LambdaClient lambda, String queue, String mapping) {
    return StackFinding.of(
        "event-source",
        queue,
        ask("GetEventSourceMapping", () -> lambda.getEventSourceMapping(r -> r.uuid(mapping))),
        pace,
        (found, now) -> FunctionChecks.eventSource(found, now.openReason()));
  }
}
