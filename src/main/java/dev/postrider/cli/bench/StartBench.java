package dev.postrider.cli.bench;

import dev.postrider.aws.CannedAnswers;
import dev.postrider.cli.bench.StartResult.Started;
import dev.postrider.local.StandInVariables;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Measures how a function starts: JVMs on one processor, each to its first answer, in front of a
/// stand-in that answers from memory. DispatchFunction as packaged, cold and primed, beside
/// [MinimalHandler].
///
/// The JVMs of the three kinds take turns, so that what else the machine does harms all alike.
public final class StartBench implements AutoCloseable {
  private static final String DISPATCH = "dev.postrider.aws.DispatchFunction";

  /// The first one, and those whose median is a warm one's time.
  private static final int INVOCATIONS = 21;

  private final Path target;
  private final LoopbackServer aws = LoopbackServer.start("start-bench", 0, this::answer);

  /// @param target Maven's output directory, after `mvn package`
  public StartBench(Path target) {
    this.target = target;
  }

  /// How long AWS takes to answer.
  private static Duration latency(String operation) {
    if (operation.contains("outbound")) {
      return Duration.ofMillis(20);
    }
    return Duration.ofMillis(operation.contains("PutEvents") ? 8 : 4);
  }

  private Reply answer(HttpCall call) throws IOException {
    String operation =
        call.header("X-Amz-Target").orElseGet(() -> String.join("/", call.segments()));
    byte[] answer = CannedAnswers.to(operation, call.body());
    LockSupport.parkNanos(latency(operation).toNanos());
    return new Reply.Response(200, Map.of("content-type", "application/json"), answer);
  }

  /// Starts each kind of JVM so many times.
  public StartResult run(int times, Consumer<String> progress) {
    List<Started> cold = new ArrayList<>();
    List<Started> primed = new ArrayList<>();
    List<Started> minimal = new ArrayList<>();
    for (int n = 1; n <= times; n++) {
      progress.accept("start %d of %d".formatted(n, times));
      minimal.add(start(MinimalHandler.class.getName(), "cold"));
      cold.add(start(DISPATCH, "cold"));
      primed.add(start(DISPATCH, "primed"));
    }
    return new StartResult(minimal, cold, primed);
  }

  private Started start(String handler, String how) {
    ProcessBuilder builder = new ProcessBuilder(command(handler, how));
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            StandInVariables.of(
                target.resolveSibling("template.yaml"), aws.endpoint(), "DispatchFunction"));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    long begun = System.nanoTime();
    try {
      Process process = builder.start();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        boolean answered = FirstAnswer.ANSWERED.equals(lines.readLine());
        long toAnswer = System.nanoTime() - begun;
        if (!answered) {
          throw new IllegalStateException(handler + " gave no answer");
        }
        return started(toAnswer, Objects.requireNonNullElse(lines.readLine(), "[]"));
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no JVM was started for " + handler, e);
    }
  }

  private static Started started(long toAnswer, String invocations) {
    List<Double> millis =
        Arrays.stream(invocations.replaceAll("[\\[\\] ]", "").split(",", -1))
            .map(nanos -> Long.parseLong(nanos) / 1e6)
            .toList();
    List<Double> later = millis.stream().skip(1).sorted().toList();
    return new Started(toAnswer / 1e6, millis.getFirst(), later.get(later.size() / 2));
  }

  /// As the java25 runtime does without SnapStart, on one processor.
  private List<String> command(String handler, String how) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:ActiveProcessorCount=1",
        "-Xmx870m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classPath(),
        FirstAnswer.class.getName(),
        handler,
        how,
        Integer.toString(INVOCATIONS));
  }

  private String classPath() {
    Path functions = target.resolve("postrider-function");
    return String.join(
        File.pathSeparator,
        functions.toString(),
        functions.resolve("lib").toString() + File.separator + "*",
        sourceOf(FirstAnswer.class));
  }

  private static String sourceOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no source of " + type.getName(), e);
    }
  }

  @Override
  public void close() {
    aws.close();
  }
}
