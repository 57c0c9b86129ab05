package dev.postrider.aws;

import dev.postrider.local.LocalAws;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// GetObject of S3's REST API on loopback. It computes Signature Version 4 by itself, from AWS's
/// description ("Authenticating Requests: Using the Authorization Header"), and answers 403 to any
/// other.
final class S3Double implements AutoCloseable {
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([a-z0-9-]+)/s3/aws4_request,"
              + " SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final LoopbackServer server = LoopbackServer.start("s3-double", 0, this::answer);
  private volatile int failure;

  URI endpoint() {
    return server.endpoint();
  }

  void put(String bucket, String key, String content) {
    objects.put("/" + bucket + "/" + key, content.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// From now on every call is answered so; 0 for no more.
  void fail(int status) {
    failure = status;
  }

  private Reply answer(HttpCall call) {
    String path = "/" + String.join("/", call.segments());
    if (failure != 0) {
      return Reply.empty(failure);
    }
    if (!call.method().equals("GET") || !isSigned(call, path)) {
      return Reply.text(
          403, "application/xml", "<Error><Code>SignatureDoesNotMatch</Code></Error>");
    }
    byte[] object = objects.get(path);
    // Whoever may not list a bucket is not told that an object is missing.
    return object == null
        ? Reply.text(403, "application/xml", "<Error><Code>AccessDenied</Code></Error>")
        : new Reply.Response(200, Map.of("content-type", "binary/octet-stream"), object);
  }

  private static boolean isSigned(HttpCall call, String path) {
    Matcher authorization = AUTHORIZATION.matcher(call.header("authorization").orElse(""));
    if (!authorization.matches()
        || !authorization.group(1).equals(LocalAws.ACCESS_KEY_ID)
        || !authorization.group(3).equals(LocalAws.REGION.id())) {
      return false;
    }
    String headers = authorization.group(4);
    String hash = call.header("x-amz-content-sha256").orElse("missing");
    StringBuilder request = new StringBuilder("GET\n" + path + "\n\n");
    for (String header : headers.split(";", -1)) {
      request
          .append(header)
          .append(':')
          .append(call.header(header).orElse("").strip())
          .append('\n');
    }
    request.append('\n').append(headers).append('\n').append(hash);
    String scope = authorization.group(2) + "/" + authorization.group(3) + "/s3/aws4_request";
    String text =
        "AWS4-HMAC-SHA256\n"
            + call.header("x-amz-date").orElse("")
            + "\n"
            + scope
            + "\n"
            + HexFormat.of().formatHex(sha256(request.toString()));
    byte[] key = ("AWS4" + LocalAws.SECRET_ACCESS_KEY).getBytes(StandardCharsets.UTF_8);
    for (String step : scope.split("/", -1)) {
      key = hmac(key, step);
    }
    return headers.contains("host")
        && HexFormat.of().formatHex(hmac(key, text)).equals(authorization.group(5));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
