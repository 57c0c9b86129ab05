package dev.postrider.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.http.HttpJson;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where the stack's servers listen.
public record Endpoints(URI sqs, URI dynamoDb, URI ses, URI lambda, URI events) {

  /// What an SDK or the AWS CLI needs to talk to the stack instead of AWS.
  public Map<String, String> environment() {
    return new TreeMap<>(
        Map.of(
            "AWS_ENDPOINT_URL_SQS", sqs.toString(),
            "AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.toString(),
            "AWS_ENDPOINT_URL_SESV2", ses.toString(),
            "AWS_ENDPOINT_URL_LAMBDA", lambda.toString(),
            "AWS_ENDPOINT_URL_EVENTBRIDGE", events.toString(),
            "AWS_REGION", LocalAws.REGION.id(),
            "AWS_DEFAULT_REGION", LocalAws.REGION.id(),
            "AWS_ACCESS_KEY_ID", LocalAws.ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY", LocalAws.SECRET_ACCESS_KEY));
  }

  /// Where a stack's servers listen that has such an environment.
  public static Endpoints of(Map<String, String> environment) {
    return new Endpoints(
        endpoint(environment, "SQS"),
        endpoint(environment, "DYNAMODB"),
        endpoint(environment, "SESV2"),
        endpoint(environment, "LAMBDA"),
        endpoint(environment, "EVENTBRIDGE"));
  }

  private static URI endpoint(Map<String, String> environment, String service) {
    return URI.create(environment.getOrDefault("AWS_ENDPOINT_URL_" + service, ""));
  }

  /// The same as lines for a shell. A profile or a session token of AWS would count more than the
  /// stack's keys, or break their signature; so they are unset.
  public String exports() {
    return Stream.concat(
            Stream.of("unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN"),
            environment().entrySet().stream()
                .map(variable -> "export " + variable.getKey() + "=" + variable.getValue()))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /// The file of `sam local invoke --env-vars`, for all functions alike.
  ///
  /// @param functionVariables what template.yaml sets
  public static String samJson(Map<String, String> functionVariables) {
    ObjectNode json = HttpJson.object();
    new TreeMap<>(functionVariables).forEach(json.putObject("Parameters")::put);
    return json.toPrettyString();
  }
}
