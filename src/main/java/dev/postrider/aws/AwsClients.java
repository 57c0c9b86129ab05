package dev.postrider.aws;

import dev.postrider.dispatch.Dispatcher;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.SesV2ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The SDK's clients, with time-outs and retries that fit an invocation. Endpoints, Region and
/// credentials come from the SDK's own chains.
public final class AwsClients {
  /// How many calls one instance makes at the same time to a service other than SES.
  public static final int AT_ONCE = 64;

  /// How many calls to SES one instance makes at the same time: a slice's, so that none waits for
  /// another one's answer when its turn has come.
  static final int SENDS_AT_ONCE = Dispatcher.LARGEST_SLICE;

  /// How many steps one instance takes beside its calls to SES, which may hold all of their
  /// permits: claims, up to sixteen reads of suppressions, settlements of what is not sent.
  static final int STEPS_AT_ONCE = 32;

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration SEND = Duration.ofSeconds(10);

  /// A connection that outlived a freeze of the instance may be dead, and a send on it would be an
  /// unknown outcome: a handshake costs less.
  private static final Duration IDLE_FOR_SENDING = Duration.ofSeconds(5);

  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration ATTEMPT = Duration.ofSeconds(3);
  static final Duration CALL = Duration.ofSeconds(9);

  /// What requests to EventBridge are signed for.
  private static final String EVENTS = "events";

  private AwsClients() {}

  /// SES for sending. There is no idempotency token, so that every repetition may be a second mail:
  /// one attempt a call, whatever happens.
  public static SesV2Client sesForSending() {
    return once(SesV2Client.builder())
        .httpClient(http(SEND, IDLE_FOR_SENDING, SENDS_AT_ONCE))
        .credentialsProvider(new TellingCredentials(DefaultCredentialsProvider.builder().build()))
        .build();
  }

  private static SesV2ClientBuilder once(SesV2ClientBuilder builder) {
    return builder.overrideConfiguration(
        ClientOverrideConfiguration.builder()
            .retryStrategy(DefaultRetryStrategy.doNotRetry())
            .apiCallTimeout(SEND)
            .build());
  }

  /// SES for reading the account.
  public static SesV2Client sesForReading() {
    return sesReader().build();
  }

  /// SES for reading the identity and the account.
  static SesDomainFacts domainFacts() {
    return new SesDomainFacts(sesReader());
  }

  private static SesV2ClientBuilder sesReader() {
    return retrying(SesV2Client.builder()).httpClient(http(ATTEMPT));
  }

  /// DynamoDB. Every write of ours is conditional or idempotent, so that it may be repeated.
  public static DynamoDbClient dynamoDb() {
    return retrying(DynamoDbClient.builder()).httpClient(http(ATTEMPT)).build();
  }

  /// DynamoDB for one call or two: closing the client closes its connections.
  static DynamoDbClient dynamoDbForOnce() {
    return DynamoDbClient.builder()
        .httpClientBuilder(Apache5HttpClient.builder().connectionTimeout(CONNECT))
        .overrideConfiguration(retrying())
        .build();
  }

  /// SQS. A copy that is enqueued twice is harmless: the ledger knows the message.
  public static SqsClient sqs() {
    return retrying(SqsClient.builder()).httpClient(http(ATTEMPT)).build();
  }

  /// Lambda, for the switch of the event source.
  public static LambdaClient lambda() {
    return retrying(LambdaClient.builder()).httpClient(http(ATTEMPT)).build();
  }

  /// S3, for reading mail. Lambda repeats an invocation that fails.
  static S3Mail s3Mail(URI endpoint) {
    return new S3Mail(signedHttp("s3", SEND), endpoint);
  }

  /// EventBridge, for PutEvents; one attempt takes no longer than one of the SDK's clients.
  static PutEvents putEvents(URI endpoint) {
    return new PutEvents(signedHttp(EVENTS, ATTEMPT), endpoint);
  }

  private static SignedHttp signedHttp(String service, Duration socketTimeout) {
    return new SignedHttp(
        http(socketTimeout),
        DefaultCredentialsProvider.builder().build(),
        DefaultAwsRegionProviderChain.builder().build().getRegion(),
        service);
  }

  /// The clients of the functions, in front of AWS.
  static FunctionClients ofFunctions() {
    return new FunctionClients(
        dynamoDb(), AwsClients::sesForSending, AwsClients::sqs, AwsClients::putEvents);
  }

  /// The clients of the functions as they are configured above, in front of answers from memory:
  /// no call leaves the process, no credentials are asked for, and nothing is shared with other
  /// clients. The clients need not be closed: the threads that watch their time-outs are `http`'s.
  static FunctionClients answeredBy(CannedHttp http) {
    AwsCredentialsProvider nobody =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing"));
    Region region = Region.US_EAST_1;
    return new FunctionClients(
        in(retrying(DynamoDbClient.builder()), http, nobody, region),
        () -> in(once(SesV2Client.builder()), http, new TellingCredentials(nobody), region),
        () -> in(retrying(SqsClient.builder()), http, nobody, region),
        endpoint -> new PutEvents(new SignedHttp(http, nobody, region, EVENTS), endpoint));
  }

  private static <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C in(
      B builder, CannedHttp http, AwsCredentialsProvider credentials, Region region) {
    return builder
        .overrideConfiguration(
            builder.overrideConfiguration().toBuilder()
                .scheduledExecutorService(http.timers())
                .build())
        .httpClient(http)
        .credentialsProvider(credentials)
        .region(region)
        .build();
  }

  private static <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> B retrying(
      B builder) {
    return builder.overrideConfiguration(retrying());
  }

  private static ClientOverrideConfiguration retrying() {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(strategy -> strategy.maxAttempts(4))
        .apiCallAttemptTimeout(ATTEMPT)
        .apiCallTimeout(CALL)
        .build();
  }

  private static SdkHttpClient http(Duration socketTimeout) {
    return http(socketTimeout, IDLE, AT_ONCE);
  }

  private static SdkHttpClient http(Duration socketTimeout, Duration maxIdle, int connections) {
    return Apache5HttpClient.builder()
        .maxConnections(connections)
        .connectionTimeout(CONNECT)
        .connectionAcquisitionTimeout(CALL)
        .socketTimeout(socketTimeout)
        .connectionMaxIdleTime(maxIdle)
        .tcpKeepAlive(true)
        .build();
  }
}
