package dev.postrider.local;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/// What stands for the AWS account on one machine: its Region, its number, and credentials that
/// open nothing.
public final class LocalAws {
  public static final Region REGION = Region.EU_CENTRAL_1;
  public static final String ACCOUNT_ID = "000000000000";
  public static final String ACCESS_KEY_ID = "local";
  public static final String SECRET_ACCESS_KEY = "local";

  /// The address that every server of the stack listens on.
  static final String LOOPBACK = "127.0.0.1";

  private LocalAws() {}

  /// Points an SDK client at a server of the embedded stack.
  public static <B extends AwsClientBuilder<B, ?>> B configure(B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(REGION)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET_ACCESS_KEY)));
  }

  /// An ARN of the stack's account and Region.
  public static String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + REGION.id() + ":" + ACCOUNT_ID + ":" + resource;
  }
}
