package dev.postrider.cli.ops;

import dev.postrider.cli.domain.RegionAndProfile;
import dev.postrider.local.LocalAws;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// The SDK's clients of one command, on AWS or at the embedded stack's ports: each is made when it
/// is first asked for, and closed with this.
final class SdkClients implements AutoCloseable {
  /// Longer than a function may take that a command runs, with its start.
  private static final Duration CALL = Duration.ofSeconds(60);

  private final @Nullable RegionAndProfile access;
  private final Map<String, String> variables;
  private final Map<Class<?>, SdkAutoCloseable> made = new ConcurrentHashMap<>();

  /// @param access null for the embedded stack
  /// @param variables the embedded stack's, with `AWS_ENDPOINT_URL_…` for each service
  SdkClients(@Nullable RegionAndProfile access, Map<String, String> variables) {
    this.access = access;
    this.variables = variables;
  }

  /// The Region that the clients talk to.
  String region() {
    return access == null ? LocalAws.REGION.id() : access.region();
  }

  private <
          B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C extends SdkAutoCloseable>
      C client(Class<C> type, Supplier<B> builder, String service) {
    return type.cast(
        made.computeIfAbsent(
            type,
            _ ->
                (access == null ? atLocalStack(builder.get(), service) : at(access, builder.get()))
                    .httpClientBuilder(Apache5HttpClient.builder())
                    .build()));
  }

  private static <B extends AwsClientBuilder<B, ?>> B at(RegionAndProfile access, B builder) {
    return builder
        .region(Region.of(access.region()))
        .credentialsProvider(access.credentials())
        .overrideConfiguration(
            o -> {
              o.apiCallTimeout(CALL);
              if (access.profile() != null) {
                o.defaultProfileName(access.profile());
              }
            });
  }

  private <B extends AwsClientBuilder<B, ?>> B atLocalStack(B builder, String service) {
    return LocalAws.configure(builder, embedded(service));
  }

  /// Where the embedded stack's part listens that stands for a service.
  ///
  /// @throws NotEmbedded when it has none
  URI embedded(String service) {
    String endpoint = variables.get("AWS_ENDPOINT_URL_" + service);
    if (endpoint == null) {
      throw new NotEmbedded(service);
    }
    return URI.create(endpoint);
  }

  SqsClient sqs() {
    return client(SqsClient.class, SqsClient::builder, "SQS");
  }

  DynamoDbClient dynamoDb() {
    return client(DynamoDbClient.class, DynamoDbClient::builder, "DYNAMODB");
  }

  SesV2Client ses() {
    return client(SesV2Client.class, SesV2Client::builder, "SESV2");
  }

  LambdaClient lambda() {
    return client(LambdaClient.class, LambdaClient::builder, "LAMBDA");
  }

  CloudFormationClient cloudFormation() {
    return client(CloudFormationClient.class, CloudFormationClient::builder, "CLOUDFORMATION");
  }

  CloudWatchClient cloudWatch() {
    return client(CloudWatchClient.class, CloudWatchClient::builder, "CLOUDWATCH");
  }

  CloudWatchLogsClient logs() {
    return client(CloudWatchLogsClient.class, CloudWatchLogsClient::builder, "CLOUDWATCH_LOGS");
  }

  EventBridgeClient eventBridge() {
    return client(EventBridgeClient.class, EventBridgeClient::builder, "EVENTBRIDGE");
  }

  SnsClient sns() {
    return client(SnsClient.class, SnsClient::builder, "SNS");
  }

  /// The embedded stack has no such service.
  static final class NotEmbedded extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NotEmbedded(String service) {
      super(
          "the embedded stack has no "
              + service
                  .replace("CLOUDFORMATION", "CloudFormation")
                  .replace("CLOUDWATCH", "CloudWatch"));
    }
  }

  @Override
  public void close() {
    made.values().forEach(SdkAutoCloseable::close);
  }
}
