package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// A function of the stack, in the version that is deployed, and the records that Lambda makes of
/// its failed invocations.
///
/// @param name the function's
record DeployedFunction(LambdaClient lambda, String name) {
  /// The alias that the stack's own events invoke, too.
  static final String ALIAS = "live";

  /// The event of a failed invocation; empty when the text is something else.
  static Optional<ObjectNode> failedEvent(String failedInvocation) {
    return CliJson.readObject(failedInvocation)
        .map(json -> json.get("requestPayload"))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast);
  }

  /// What a failed invocation failed with.
  static String errorType(JsonNode failedInvocation) {
    return CliJson.text(failedInvocation.path("responsePayload"), "errorType").orElse("an error");
  }

  /// Invokes the function with an event and waits for its end.
  ///
  /// @throws RuntimeException when Lambda did not run it
  RedriveOutcome retry(ObjectNode event) {
    boolean handled =
        lambda
                .invoke(
                    r ->
                        r.functionName(name)
                            .qualifier(ALIAS)
                            .payload(SdkBytes.fromUtf8String(event.toString())))
                .functionError()
            == null;
    return handled
        ? RedriveOutcome.returned(1)
        : RedriveOutcome.stays(name + " failed again: see its log");
  }
}
