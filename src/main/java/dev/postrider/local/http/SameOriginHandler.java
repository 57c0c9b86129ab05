package dev.postrider.local.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Refuses what a web page in the developer's browser could send to a server on loopback, with 403
/// and a line that says why ([SameOrigin]).
public final class SameOriginHandler extends Handler.Wrapper {
  private final boolean forms;

  /// @param forms whether the protocol posts URL-encoded forms, as SQS's older one does
  SameOriginHandler(Handler guarded, boolean forms) {
    super(guarded);
    this.forms = forms;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Optional<String> refusal =
        SameOrigin.refusal(
            request.getHeaders()::getValuesList, Request.getLocalPort(request), forms);
    if (refusal.isEmpty()) {
      return super.handle(request, response, callback);
    }
    response.setStatus(403);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
    response.write(true, StandardCharsets.UTF_8.encode(refusal.get() + "\n"), callback);
    return true;
  }
}
