package dev.postrider.aws;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// X-Ray's id of what is going on.
///
/// Source: X-Ray developer guide, "Tracing header". Lambda's Java runtime sets a system property
/// for each invocation; older ones set an environment variable. Its `Context` has the header too,
/// but only in runtimes so new that a call could fail.
final class Tracing {
  static final String HEADER = "com.amazonaws.xray.traceHeader";

  private static final String ROOT = "Root=";

  private Tracing() {}

  /// The trace of this invocation; empty where there is none.
  static String current() {
    return root(System.getProperty(HEADER))
        .or(() -> root(System.getenv("_X_AMZN_TRACE_ID")))
        .orElse("");
  }

  /// The id in a header such as `Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1`. Only what has
  /// the form of one: a producer writes the header of its message itself.
  static Optional<String> root(@Nullable String header) {
    return header == null
        ? Optional.empty()
        : Arrays.stream(header.split(";", -1))
            .filter(part -> part.startsWith(ROOT))
            .map(part -> part.substring(ROOT.length()))
            .filter(id -> id.matches("1-[0-9a-f]{8}-[0-9a-f]{24}"))
            .findFirst();
  }
}
