package dev.postrider.local.lambda;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.postrider.local.LocalAws;
import dev.postrider.local.http.HttpCall;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import dev.postrider.local.http.Routes;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/// One execution environment: a JVM that runs AWS's runtime interface client, and the Runtime API
/// that this client asks for work. Takes one invocation at a time.
///
/// Source: "Using the Lambda runtime API for custom runtimes", Lambda developer guide.
final class FunctionInstance implements AutoCloseable {
  private static final Duration INIT_LIMIT = Duration.ofMinutes(2);

  /// Lambda leaves a part of a function's memory to what is not heap.
  private static final double HEAP_SHARE = 0.85;

  private final FunctionSpec spec;
  private final LoopbackServer runtimeApi;
  private final Process process;
  private final Instant startedAt = Instant.now();

  /// What the client is to do next; empty closes its connection.
  private final BlockingQueue<Optional<Invocation>> work = new LinkedBlockingQueue<>();

  /// Done with nothing when the client first asks for work, with a failure when it never will.
  private final CompletableFuture<Optional<InvocationOutcome>> initialised =
      new CompletableFuture<>();

  private volatile @Nullable Invocation current;
  private volatile Duration initDuration = Duration.ZERO;

  @SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
  private record Invocation(
      String requestId,
      String trace,
      byte[] payload,
      Instant deadline,
      CompletableFuture<InvocationOutcome> outcome) {}

  FunctionInstance(FunctionSpec spec) {
    this.spec = spec;
    this.runtimeApi = LoopbackServer.start(spec.name() + "-runtime-api", 0, routes());
    this.process = launch();
    var _ = process.onExit().thenAccept(this::exited);
  }

  private Process launch() {
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.environment().clear();
    builder.environment().putAll(lambdaEnvironment());
    builder.environment().putAll(spec.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
    try {
      Files.createDirectories(spec.log().toAbsolutePath().getParent());
      return builder.start();
    } catch (IOException e) {
      runtimeApi.close();
      throw new UncheckedIOException("the JVM of " + spec.name() + " did not start", e);
    }
  }

  /// As the java25 runtime does without SnapStart: serial collector, C1 only.
  private List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + (int) (spec.memoryMegabytes() * HEAP_SHARE) + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-D" + NativeClientLibrary.PROPERTY + "=" + NativeClientLibrary.path(),
        "-cp",
        classPath(),
        AWSLambda.class.getName(),
        spec.handler());
  }

  private String classPath() {
    Stream<String> client =
        Stream.of(AWSLambda.class, PojoSerializer.class, SdkInternalThreadLocal.class)
            .map(FunctionInstance::jarOf);
    return Stream.concat(spec.classPath().stream().map(Path::toString), client)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no jar of " + type.getName(), e);
    }
  }

  private Map<String, String> lambdaEnvironment() {
    return Map.ofEntries(
        Map.entry("AWS_LAMBDA_RUNTIME_API", runtimeApi.endpoint().getAuthority()),
        Map.entry("_HANDLER", spec.handler()),
        Map.entry("LAMBDA_TASK_ROOT", spec.classPath().getFirst().toString()),
        Map.entry("AWS_LAMBDA_FUNCTION_NAME", spec.name()),
        Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMegabytes())),
        Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.name()),
        Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", UUID.randomUUID().toString()),
        Map.entry("AWS_REGION", LocalAws.REGION.id()),
        Map.entry("AWS_DEFAULT_REGION", LocalAws.REGION.id()),
        Map.entry("AWS_ACCESS_KEY_ID", LocalAws.ACCESS_KEY_ID),
        Map.entry("AWS_SECRET_ACCESS_KEY", LocalAws.SECRET_ACCESS_KEY),
        Map.entry("LANG", "en_US.UTF-8"),
        Map.entry("TZ", ":UTC"));
  }

  private Routes routes() {
    String runtime = " /2018-06-01/runtime/";
    return new Routes()
        .on("GET" + runtime + "invocation/next", (_, _) -> next())
        .on(
            "POST" + runtime + "invocation/*/response",
            (call, _) -> settle(new InvocationOutcome.HandlerReturned(text(call))))
        .on(
            "POST" + runtime + "invocation/*/error",
            (call, _) -> settle(new InvocationOutcome.HandlerThrew(text(call))))
        .on(
            "POST" + runtime + "init/error",
            (call, _) -> initFailed(new InvocationOutcome.HandlerThrew(text(call))));
  }

  private static String text(HttpCall call) throws IOException {
    return new String(call.body(), StandardCharsets.UTF_8);
  }

  private Reply next() {
    if (initialised.complete(Optional.empty())) {
      initDuration = Duration.between(startedAt, Instant.now());
    }
    try {
      return work.take()
          .<Reply>map(next -> new Reply.Response(200, headers(next), next.payload()))
          .orElseGet(Reply.HangUp::new);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Reply.HangUp();
    }
  }

  private Map<String, String> headers(Invocation invocation) {
    return Map.of(
        "content-type", "application/json",
        "Lambda-Runtime-Aws-Request-Id", invocation.requestId(),
        "Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadline().toEpochMilli()),
        "Lambda-Runtime-Invoked-Function-Arn", spec.arn(),
        "Lambda-Runtime-Trace-Id", invocation.trace());
  }

  private Reply settle(InvocationOutcome outcome) {
    Invocation invocation = current;
    if (invocation != null) {
      invocation.outcome().complete(outcome);
    }
    return Reply.empty(202);
  }

  private Reply initFailed(InvocationOutcome outcome) {
    initialised.complete(Optional.of(outcome));
    return Reply.empty(202);
  }

  private void exited(Process ended) {
    InvocationOutcome outcome = new InvocationOutcome.Exited(ended.exitValue());
    initialised.complete(Optional.of(outcome));
    settle(outcome);
  }

  /// Runs one invocation to its end; kills the instance when its time is over.
  ///
  /// @param trace the tracing header
  InvocationOutcome invoke(byte[] payload, String trace) throws InterruptedException {
    Optional<InvocationOutcome> initFailure = awaitInit();
    if (initFailure.isPresent()) {
      kill();
      return initFailure.get();
    }
    Instant deadline = Instant.now().plus(spec.timeout());
    Invocation invocation =
        new Invocation(
            UUID.randomUUID().toString(), trace, payload, deadline, new CompletableFuture<>());
    current = invocation;
    work.add(Optional.of(invocation));
    if (!process.isAlive()) {
      exited(process);
    }
    return await(invocation.outcome(), spec.timeout())
        .orElseGet(
            () -> {
              kill();
              return new InvocationOutcome.TimedOut(spec.timeout());
            });
  }

  private Optional<InvocationOutcome> awaitInit() throws InterruptedException {
    return await(initialised, INIT_LIMIT)
        .orElseGet(() -> Optional.of(new InvocationOutcome.TimedOut(INIT_LIMIT)));
  }

  private static <T> Optional<T> await(CompletableFuture<T> future, Duration limit)
      throws InterruptedException {
    try {
      return Optional.of(future.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing fails these futures", e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /// From the start of the JVM to its first call for work.
  Duration initDuration() {
    return initDuration;
  }

  /// `kill -9`.
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    work.add(Optional.empty());
    runtimeApi.close();
  }
}
