package dev.postrider.verify;

import dev.postrider.domain.dns.DnsName;
import dev.postrider.verify.StackVerdict.CannotTell;
import dev.postrider.verify.StackVerdict.Failed;
import dev.postrider.verify.StackVerdict.Ok;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.PropertyDifference;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDrift;

/// A stack as CloudFormation knows it (DescribeStacks).
///
/// @param status CloudFormation's word, such as UPDATE_COMPLETE
public record DeployedStack(
    String status, Map<String, String> parameters, Map<String, String> outputs) {
  private static final Set<String> DONE =
      Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE");

  /// What only the breaker changes.
  private static final String SWITCH = "/Enabled";

  public DeployedStack {
    parameters = Map.copyOf(parameters);
    outputs = Map.copyOf(outputs);
  }

  public static DeployedStack of(Stack stack) {
    return new DeployedStack(
        stack.stackStatusAsString(),
        stack.parameters().stream()
            .collect(Collectors.toMap(Parameter::parameterKey, Parameter::parameterValue)),
        stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue)));
  }

  /// Whether a parameter has this value.
  boolean has(String parameter, String value) {
    return value.equals(parameters.get(parameter));
  }

  /// A parameter's number; 0 where the stack has none.
  int number(String parameter) {
    return Integer.parseInt(parameters.getOrDefault(parameter, "0"));
  }

  /// An output; empty when the stack has none.
  public String output(String name) {
    return outputs.getOrDefault(name, "");
  }

  /// The MAIL FROM domain that the stack set up; null where it did not make the identity.
  public @Nullable DnsName mailFrom() {
    return has("UseExistingIdentity", "true")
        ? null
        : new DnsName(parameters.get("MailFromSubdomain") + "." + parameters.get("DomainName"));
  }

  /// Whether the last deployment reached its end.
  public StackVerdict deployed() {
    if (DONE.contains(status)) {
      return new Ok(status);
    }
    return status.endsWith("_IN_PROGRESS")
        ? new CannotTell(status + ": run it again when the deployment is over", true)
        : new Failed(
            status + ": the last deployment did not reach its end",
            "Fix what its first failed event says (CloudFormation console, Events), and deploy"
                + " again");
  }

  /// Whether an event source mapping is still as the template has it. That it is switched off while
  /// the breaker is open is not drift.
  ///
  /// @param mapping its UUID
  public static StackVerdict drift(StackResourceDrift drift, String mapping, boolean breakerOpen) {
    return switch (drift.stackResourceDriftStatus()) {
      case IN_SYNC -> new Ok("as the template has it");
      case DELETED ->
          new Failed(
              "it was deleted",
              "Give the event another name in template.yaml, wherever it is named, and deploy:"
                  + " CloudFormation then makes a new one");
      case MODIFIED -> modified(drift.propertyDifferences(), mapping, breakerOpen);
      case NOT_CHECKED, UNKNOWN, UNSUPPORTED, UNKNOWN_TO_SDK_VERSION ->
          new CannotTell("CloudFormation does not compare it", false);
    };
  }

  private static StackVerdict modified(
      List<PropertyDifference> differences, String mapping, boolean breakerOpen) {
    String changed =
        differences.stream()
            .filter(d -> !(breakerOpen && SWITCH.equals(d.propertyPath())))
            .map(d -> d.propertyPath() + " is " + d.actualValue() + ", not " + d.expectedValue())
            .sorted()
            .collect(Collectors.joining("; "));
    return changed.isEmpty()
        ? new Ok("as the template has it, and switched off by the breaker")
        : new Failed(
            changed,
            "Set it back with aws lambda update-event-source-mapping --uuid "
                + mapping
                + ": to deploy the same template again does not");
  }
}
