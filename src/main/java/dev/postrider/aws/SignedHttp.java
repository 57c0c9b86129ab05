package dev.postrider.aws;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;

/// Calls, signed by the SDK's own signer, to a service whose SDK client would cost the functions'
/// package more than one operation is worth (decision 0060). One attempt a call.
final class SignedHttp {
  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final Region region;
  private final String service;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  /// @param service the name that requests are signed for, such as `events`
  SignedHttp(
      SdkHttpClient http, AwsCredentialsProvider credentials, Region region, String service) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
    this.service = service;
  }

  /// What the service answered.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record HttpAnswer(int status, byte[] body) {
    @Override
    public String toString() {
      return "Answer[" + status + "]";
    }
  }

  /// @throws IOException when there was no answer, or not all of it
  HttpAnswer post(URI endpoint, Map<String, String> headers, byte[] body) throws IOException {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .encodedPath("/")
            .putHeader("Content-Length", Integer.toString(body.length));
    headers.forEach(request::putHeader);
    HttpExecuteResponse response =
        call(request.build(), Optional.of(ContentStreamProvider.fromByteArray(body)));
    // Reading to the end gives the connection back.
    try (InputStream stream = body(response)) {
      return new HttpAnswer(response.httpResponse().statusCode(), stream.readAllBytes());
    }
  }

  static InputStream body(HttpExecuteResponse response) {
    return response.responseBody().<InputStream>map(b -> b).orElse(InputStream.nullInputStream());
  }

  /// Reads a resource; the caller closes the body.
  ///
  /// @throws IOException when there was no answer
  HttpExecuteResponse get(URI endpoint, String encodedPath) throws IOException {
    return call(
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(endpoint)
            .encodedPath(encodedPath)
            .build(),
        Optional.empty());
  }

  /// The path is signed as it is sent: S3 wants it so, and the others are called at `/`.
  private HttpExecuteResponse call(SdkHttpRequest request, Optional<ContentStreamProvider> payload)
      throws IOException {
    AwsCredentialsIdentity identity = credentials.resolveCredentials();
    SignedRequest signed =
        signer.sign(
            sign -> {
              sign.identity(identity)
                  .request(request)
                  .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                  .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                  .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                  .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false);
              payload.ifPresent(sign::payload);
            });
    HttpExecuteRequest.Builder execute = HttpExecuteRequest.builder().request(signed.request());
    signed.payload().ifPresent(execute::contentStreamProvider);
    return http.prepareRequest(execute.build()).call();
  }
}
