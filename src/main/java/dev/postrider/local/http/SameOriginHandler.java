package dev.postrider.local.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Refuses what a web page in the developer's browser could send to a server on loopback, with 403
/// and a line that says why (decision 0083).
///
/// A page of another site betrays itself by `Origin` or `Sec-Fetch-Site`, a name that was rebound
/// to 127.0.0.1 by `Host`. Programs send none of the first two, and `Host` as they were told it.
public final class SameOriginHandler extends Handler.Wrapper {
  private static final String FORM = "application/x-www-form-urlencoded";

  /// What a page may post to another site without asking it first.
  private static final Set<String> SIMPLE_TYPES = Set.of(FORM, "multipart/form-data", "text/plain");

  private static final Set<String> OWN_FETCHES = Set.of("same-origin", "none");

  private final boolean forms;

  /// @param forms whether the protocol posts URL-encoded forms, as SQS's older one does
  SameOriginHandler(Handler guarded, boolean forms) {
    super(guarded);
    this.forms = forms;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Optional<String> refusal = refusal(request.getHeaders(), Request.getLocalPort(request));
    if (refusal.isEmpty()) {
      return super.handle(request, response, callback);
    }
    response.setStatus(403);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
    response.write(true, StandardCharsets.UTF_8.encode(refusal.get() + "\n"), callback);
    return true;
  }

  private Optional<String> refusal(HttpFields headers, int port) {
    String host = lower(headers.get(HttpHeader.HOST));
    if (!Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port).contains(host)) {
      return Optional.of(
          "Refused: Host must be 127.0.0.1, localhost or [::1], with the port " + port + ".");
    }
    if (!headers.getValuesList(HttpHeader.ORIGIN).stream()
        .allMatch(origin -> lower(origin).equals("http://" + host))) {
      return Optional.of("Refused: Origin is not this server; web pages have no business here.");
    }
    if (!OWN_FETCHES.containsAll(headers.getValuesList("Sec-Fetch-Site"))) {
      return Optional.of("Refused: Sec-Fetch-Site says that a web page of another site asks.");
    }
    String type = lower(HttpField.stripParameters(headers.get(HttpHeader.CONTENT_TYPE)));
    return SIMPLE_TYPES.contains(type) && !(forms && type.equals(FORM))
        ? Optional.of("Refused: this server takes no " + type + "; say application/json.")
        : Optional.empty();
  }

  private static String lower(@Nullable String value) {
    return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
  }
}
