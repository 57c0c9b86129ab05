package dev.postrider.cli.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// A function of the stack, in the version that is deployed.
///
/// @param name the function's
record LiveFunction(LambdaClient lambda, String name) {
  /// The alias that the stack's own events invoke, too.
  private static final String ALIAS = "live";

  /// Hands it an event and waits for its end.
  ///
  /// @return whether it took the event
  /// @throws RuntimeException when Lambda did not run it
  boolean takes(ObjectNode event) {
    return lambda
            .invoke(
                r ->
                    r.functionName(name)
                        .qualifier(ALIAS)
                        .payload(SdkBytes.fromUtf8String(event.toString())))
            .functionError()
        == null;
  }
}
