package dev.postrider.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.joda.time.DateTime;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;

/// Declares the handlers of these tests as functions.
public final class TestFunctions {
  private TestFunctions() {}

  /// The tests' classes and what their handlers need.
  public static List<Path> classPath() {
    return Stream.of(TestFunctions.class, RequestHandler.class, SQSEvent.class, DateTime.class)
        .map(TestFunctions::locationOf)
        .toList();
  }

  private static Path locationOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static FunctionSpec spec(Class<?> handler, Duration timeout, Path logs) {
    return new FunctionSpec(
        handler.getSimpleName(),
        classPath(),
        handler.getName() + "::handleRequest",
        Map.of("GREETING", "hello"),
        timeout,
        128,
        1,
        logs.resolve(handler.getSimpleName() + ".log"),
        RecursiveLoop.TERMINATE);
  }
}
