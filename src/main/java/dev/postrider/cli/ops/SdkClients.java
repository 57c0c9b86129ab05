package dev.postrider.cli.ops;

import dev.postrider.cli.domain.RegionAndProfile;
import dev.postrider.local.LocalAws;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Makes the SDK's clients: on AWS with a Region and a profile, or at the embedded stack's ports.
sealed interface SdkClients {

  <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C make(B builder, String name);

  default SqsClient sqs() {
    return make(SqsClient.builder(), "SQS");
  }

  default DynamoDbClient dynamoDb() {
    return make(DynamoDbClient.builder(), "DYNAMODB");
  }

  default SesV2Client ses() {
    return make(SesV2Client.builder(), "SESV2");
  }

  default LambdaClient lambda() {
    return make(LambdaClient.builder(), "LAMBDA");
  }

  default CloudFormationClient cloudFormation() {
    return make(CloudFormationClient.builder(), "CLOUDFORMATION");
  }

  default CloudWatchClient cloudWatch() {
    return make(CloudWatchClient.builder(), "CLOUDWATCH");
  }

  default EventBridgeClient eventBridge() {
    return make(EventBridgeClient.builder(), "EVENTBRIDGE");
  }

  default SnsClient sns() {
    return make(SnsClient.builder(), "SNS");
  }

  /// The embedded stack has no such service.
  final class NotEmbedded extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NotEmbedded(String service) {
      super(
          "the embedded stack has no "
              + service
                  .replace("CLOUDFORMATION", "CloudFormation")
                  .replace("CLOUDWATCH", "CloudWatch"));
    }
  }

  /// AWS.
  record OfAws(RegionAndProfile access) implements SdkClients {
    /// Longer than a function may take that a command runs, with its start.
    private static final Duration CALL = Duration.ofSeconds(60);

    @Override
    public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C make(
        B builder, String name) {
      String profile = access.profile();
      if (profile != null) {
        // As with the AWS CLI: a profile that was named counts more than keys in the environment,
        // which the SDK's own chain would ask first.
        builder.credentialsProvider(ProfileCredentialsProvider.create(profile));
      }
      return builder
          .region(Region.of(access.region()))
          .httpClientBuilder(Apache5HttpClient.builder())
          .overrideConfiguration(
              o -> {
                o.apiCallTimeout(CALL);
                if (profile != null) {
                  o.defaultProfileName(profile);
                }
              })
          .build();
    }
  }

  /// The embedded stack.
  ///
  /// @param variables with `AWS_ENDPOINT_URL_…` for each service
  record OfLocalStack(Map<String, String> variables) implements SdkClients {
    public OfLocalStack {
      variables = Map.copyOf(variables);
    }

    @Override
    public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C make(
        B builder, String name) {
      String endpoint = variables.get("AWS_ENDPOINT_URL_" + name);
      if (endpoint == null) {
        throw new NotEmbedded(name);
      }
      return LocalAws.configure(builder, URI.create(endpoint))
          .httpClientBuilder(Apache5HttpClient.builder())
          .build();
    }
  }
}
