package dev.postrider.local.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// What a page of ours for a browser consists of, and the headers that guard it (decision 0147).
public final class PageFile {
  private static final String OWN_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private PageFile() {}

  /// An HTML file, a script or a style sheet. The page may load its own files only, and runs no
  /// inline script.
  ///
  /// @param beside the class in whose package the file is
  /// @param name ends with .html, .js or .css
  public static Reply.Response of(Class<?> beside, String name) {
    String type =
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "js" -> "text/javascript";
          case "css" -> "text/css";
          default -> "text/html";
        };
    try (InputStream file = beside.getResourceAsStream(name)) {
      return guarded(
          type + "; charset=utf-8",
          OWN_POLICY,
          Map.of(),
          Objects.requireNonNull(file, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A response that no cache keeps, that no browser takes for another type, and whose address no
  /// other server learns.
  ///
  /// @param policy its Content-Security-Policy
  /// @param more further headers
  public static Reply.Response guarded(
      String type, String policy, Map<String, String> more, byte[] body) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("content-type", type);
    headers.put("content-security-policy", policy);
    headers.put("x-content-type-options", "nosniff");
    headers.put("referrer-policy", "no-referrer");
    headers.put("cache-control", "no-store");
    return new Reply.Response(200, headers, body);
  }
}
