package dev.postrider.aws;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;

/// The mail that SES put into a bucket. One GET of S3's REST API, signed by the SDK: the SDK's own
/// client for S3 would make the functions' package a fifth larger.
final class S3Mail {
  /// As SES names what it puts there.
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,200}");

  private static final int OK = 200;

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final URI endpoint;
  private final Region region;
  private final AwsCredentialsProvider credentials;
  private final SdkHttpClient http;

  S3Mail(URI endpoint, Region region, AwsCredentialsProvider credentials, SdkHttpClient http) {
    this.endpoint = endpoint;
    this.region = region;
    this.credentials = credentials;
    this.http = http;
  }

  /// Opens a mail; the caller closes it.
  ///
  /// @throws IllegalArgumentException when it has no name that SES gives
  /// @throws IOException when it cannot be had; the message has the status and no content
  InputStream open(String bucket, String key) throws IOException {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("an object that SES did not name");
    }
    SignedRequest signed = sign(request(bucket, key));
    HttpExecuteResponse response =
        http.prepareRequest(HttpExecuteRequest.builder().request(signed.request()).build()).call();
    InputStream body =
        response.responseBody().<InputStream>map(b -> b).orElse(InputStream.nullInputStream());
    int status = response.httpResponse().statusCode();
    if (status != OK) {
      body.close();
      throw new IOException("S3 GetObject: HTTP " + status);
    }
    return body;
  }

  private SdkHttpRequest request(String bucket, String key) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.GET)
        .uri(endpoint)
        .encodedPath("/" + bucket + "/" + key)
        .build();
  }

  private SignedRequest sign(SdkHttpRequest request) {
    AwsCredentialsIdentity identity = credentials.resolveCredentials();
    return signer.sign(
        r ->
            r.identity(identity)
                .request(request)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
  }
}
