package dev.postrider.aws;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.HttpExecuteResponse;

/// The mail that SES put into a bucket. One GET of S3's REST API: the SDK's own client for S3 would
/// make the functions' package a fifth larger.
final class S3Mail {
  /// As SES names what it puts there.
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,200}");

  private static final int OK = 200;

  private final SignedHttp http;
  private final URI endpoint;

  S3Mail(SignedHttp http, URI endpoint) {
    this.http = http;
    this.endpoint = endpoint;
  }

  /// Opens a mail; the caller closes it.
  ///
  /// @throws IllegalArgumentException when it has no name that SES gives
  /// @throws IOException when it cannot be had; the message has the status and no content
  InputStream open(String bucket, String key) throws IOException {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("an object that SES did not name");
    }
    HttpExecuteResponse response = http.get(endpoint, "/" + bucket + "/" + key);
    InputStream body =
        response.responseBody().<InputStream>map(b -> b).orElse(InputStream.nullInputStream());
    int status = response.httpResponse().statusCode();
    if (status != OK) {
      body.close();
      throw new IOException("S3 GetObject: HTTP " + status);
    }
    return body;
  }
}
