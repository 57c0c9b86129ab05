package dev.postrider.cli.domain;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.SesV2ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;

/// The SDK's own chains for credentials and endpoints (`AWS_ENDPOINT_URL_SESV2` and the like).
final class DefaultAws implements CommandEnvironment.Aws {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public SesV2ClientBuilder ses(RegionAndProfile access) {
    return SesV2Client.builder()
        .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(PATIENCE))
        .region(Region.of(access.region()))
        .credentialsProvider(credentials(access));
  }

  @Override
  public AwsCredentialsProvider credentials(RegionAndProfile access) {
    // As with the AWS CLI: a profile that was named counts more than keys in the environment.
    return access.profile() == null
        ? DefaultCredentialsProvider.builder().build()
        : ProfileCredentialsProvider.create(access.profile());
  }

  @Override
  public String caller(RegionAndProfile access, AwsCredentialsProvider credentials) {
    try (StsClient sts =
        StsClient.builder()
            .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(PATIENCE))
            .region(Region.of(access.region()))
            .credentialsProvider(credentials)
            .build()) {
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
}
