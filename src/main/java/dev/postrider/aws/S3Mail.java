package dev.postrider.aws;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.HttpExecuteResponse;

/// The mail that SES put into a bucket. One GET of S3's REST API: the SDK's own client for S3 would
/// make the functions' package a fifth larger.
record S3Mail(SignedHttp http, URI endpoint) {
  /// As SES names what it puts there.
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,200}");

  private static final int OK = 200;

  /// Fetches a mail; empty when it has more than `most` bytes.
  ///
  /// @throws IllegalArgumentException when it has no name that SES gives
  /// @throws IOException when it cannot be had, or not all of it; the message has no content
  Optional<byte[]> fetch(String bucket, String key, int most) throws IOException {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("an object that SES did not name");
    }
    HttpExecuteResponse response = http.get(endpoint, "/" + bucket + "/" + key);
    try (InputStream body = SignedHttp.body(response)) {
      int status = response.httpResponse().statusCode();
      if (status != OK) {
        throw new IOException("S3 GetObject: HTTP " + status);
      }
      byte[] mail = body.readNBytes(most + 1);
      if (mail.length > most) {
        return Optional.empty();
      }
      if (mail.length < promised(response)) {
        throw new IOException("S3 GetObject: the mail broke off on its way");
      }
      return Optional.of(mail);
    }
  }

  /// The length that S3 told, since not every client finds the end too early; 0 when it told none.
  private static long promised(HttpExecuteResponse response) {
    return response
        .httpResponse()
        .firstMatchingHeader("Content-Length")
        .filter(length -> length.matches("\\d{1,18}"))
        .map(Long::parseLong)
        .orElse(0L);
  }
}
