package dev.postrider.cli.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.SesV2ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;

/// Which AWS account and Region a command speaks with. The SDK's own chains find the credentials
/// and the endpoints (`AWS_ENDPOINT_URL_SESV2` and the like).
///
/// @param profile of the AWS configuration files; null for the default
public record RegionAndProfile(String region, @Nullable String profile) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// As with the AWS CLI: a profile that was named counts more than keys in the environment.
  public AwsCredentialsProvider credentials() {
    return profile == null
        ? DefaultCredentialsProvider.builder().build()
        : ProfileCredentialsProvider.create(profile);
  }

  /// A builder for clients of SES with the account's credentials.
  SesV2ClientBuilder ses() {
    return configured(SesV2Client.builder(), credentials());
  }

  /// Whose credentials these are: an ARN, or the access key's id when nobody tells.
  String caller(AwsCredentialsProvider credentials) {
    try (StsClient sts = configured(StsClient.builder(), credentials).build()) {
      return sts.getCallerIdentity().arn();
    } catch (SdkException e) {
      return keyId(credentials);
    }
  }

  private static String keyId(AwsCredentialsProvider credentials) {
    try {
      return "access key " + credentials.resolveCredentials().accessKeyId();
    } catch (SdkException e) {
      return "no credentials";
    }
  }

  private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> B configured(
      B builder, AwsCredentialsProvider credentials) {
    return builder
        .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(PATIENCE))
        .region(Region.of(region))
        .credentialsProvider(credentials);
  }
}
