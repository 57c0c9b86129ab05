package dev.postrider.local.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Tells what a web page of another site could have sent to a server on loopback (decision 0083).
///
/// Such a page betrays itself by `Origin` or `Sec-Fetch-Site`, a name that was rebound to 127.0.0.1
/// by `Host`. Programs send none of the first two, and `Host` as they were told it.
public final class SameOrigin {
  private static final String FORM = "application/x-www-form-urlencoded";

  /// What a page may post to another site without asking it first.
  private static final Set<String> SIMPLE_TYPES = Set.of(FORM, "multipart/form-data", "text/plain");

  private static final Set<String> OWN_FETCHES = Set.of("same-origin", "none");

  private SameOrigin() {}

  /// Why a call is refused, in a line; empty when it is not.
  ///
  /// @param header the values of a header; none where it was not sent
  /// @param port of the server
  /// @param forms whether URL-encoded forms are taken
  public static Optional<String> refusal(
      Function<String, List<String>> header, int port, boolean forms) {
    String host = first(header.apply("Host"));
    if (!Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port).contains(host)) {
      return Optional.of(
          "Refused: Host must be 127.0.0.1, localhost or [::1], with the port " + port + ".");
    }
    if (!header.apply("Origin").stream()
        .allMatch(origin -> lower(origin).equals("http://" + host))) {
      return Optional.of("Refused: Origin is not this server; web pages have no business here.");
    }
    if (!OWN_FETCHES.containsAll(header.apply("Sec-Fetch-Site"))) {
      return Optional.of("Refused: Sec-Fetch-Site says that a web page of another site asks.");
    }
    String type = first(header.apply("Content-Type")).replaceFirst("\\s*;.*", "");
    return SIMPLE_TYPES.contains(type) && !(forms && type.equals(FORM))
        ? Optional.of("Refused: this server takes no " + type + "; say application/json.")
        : Optional.empty();
  }

  private static String first(List<String> values) {
    return values.isEmpty() ? "" : lower(values.getFirst());
  }

  private static String lower(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }
}
