package dev.postrider.local.http;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// One HTTP request whose body has not been read yet.
public final class HttpCall {
  private final Request request;

  HttpCall(Request request) {
    this.request = request;
  }

  /// The method, in capitals.
  public String method() {
    return request.getMethod();
  }

  /// The path's segments, each percent-decoded; `/a/b%2Fc` is `a`, `b/c`.
  public List<String> segments() {
    return Arrays.stream(request.getHttpURI().getPath().split("/"))
        .filter(segment -> !segment.isEmpty())
        .map(HttpCall::decoded)
        .toList();
  }

  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// A header's first value.
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /// Each header's first value, by its name in lower case.
  Map<String, String> headers() {
    return request.getHeaders().stream()
        .collect(
            Collectors.toMap(
                field -> field.getName().toLowerCase(Locale.ROOT),
                HttpField::getValue,
                (first, _) -> first));
  }

  /// The path and the query as they were sent.
  String target() {
    return request.getHttpURI().getPathQuery();
  }

  /// A query parameter's first value.
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(Request.extractQueryParameters(request).getValue(name));
  }

  /// Refuses query parameters that are not among these.
  ///
  /// @throws BadParameter for the first that is not
  public void allows(String... names) {
    List<String> allowed = List.of(names);
    for (String name : Request.extractQueryParameters(request).getNames()) {
      if (!allowed.contains(name)) {
        throw new BadParameter(
            "unknown parameter \"" + name + "\", allowed is " + String.join(", ", allowed));
      }
    }
  }

  /// Refuses a query parameter that is not one of these words.
  ///
  /// @throws BadParameter when it is given and is none
  public void oneOf(String name, List<String> allowed) {
    parameter(name)
        .filter(value -> !allowed.contains(value))
        .ifPresent(
            value -> {
              throw new BadParameter(
                  "%s: found \"%s\", allowed is %s"
                      .formatted(name, value, String.join(", ", allowed)));
            });
  }

  /// A query parameter that is a whole number from 1 on.
  ///
  /// @throws BadParameter when it is anything else; the server then answers 400 with its sentence
  public int count(String name, int otherwise) {
    String value = parameter(name).orElse(Integer.toString(otherwise));
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw new BadParameter(
          name + ": found \"" + value + "\", allowed is a whole number from 1 on");
    }
    return Integer.parseInt(value);
  }

  /// A parameter that cannot be understood.
  public static final class BadParameter extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param sentence what was found, and what is allowed
    public BadParameter(String sentence) {
      super(sentence, null, false, false);
    }
  }

  /// Reads the whole body; once only.
  ///
  /// @throws IOException when the client goes away before its end
  public byte[] body() throws IOException {
    return Content.Source.asInputStream(request).readAllBytes();
  }
}
