package dev.postrider.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.cli.output.CliJson;
import dev.postrider.local.LocalAws;
import dev.postrider.local.StackTemplate;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/// A JVM on one processor that does one [Workload], in front of a [QuickAws]: about one vCPU, with
/// the memory, the collector and the compiler of the java25 runtime.
final class FunctionJvm implements AutoCloseable {
  /// Lambda's runtime leaves the rest to what is not heap.
  private static final double HEAP_SHARE = 0.85;

  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  private static final List<String> QUEUES =
      List.of("MailQueue", "BulkQueue", "RejectedQueue", "HeldQueue");
  private static final List<String> RESOURCES =
      List.of("LedgerTable", "SuppressionTable", "ConfigurationSet", "StatusBus");

  private final String work;
  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;
  private int batches;

  /// Which compilers the JVM has.
  enum Tiers {
    /// C1 alone, as Lambda's runtime has it.
    FIRST,
    ALL
  }

  /// What batches came to.
  ///
  /// @param millis of each batch
  /// @param cpuMillis of a unit: of all threads of the process
  /// @param allocatedKilobytes of a unit
  /// @param heapMegabytes after a collection; 0 unless it was asked for
  /// @param residentMegabytes of the process
  record BatchesRun(
      List<Double> millis,
      double cpuMillis,
      double allocatedKilobytes,
      double heapMegabytes,
      double residentMegabytes) {

    double medianMillis() {
      return Millis.median(millis);
    }
  }

  private FunctionJvm(String work, Process process) {
    this.work = work;
    this.process = process;
    this.orders = process.outputWriter();
    this.answers = process.inputReader();
  }

  /// @param target Maven's output directory, after `mvn package`
  /// @param work a workload's name
  static FunctionJvm start(Path target, String work, Tiers tiers, URI aws) {
    StackTemplate template =
        StackTemplate.read(target.resolveSibling("template.yaml")).with(names(aws));
    String function = work.equals("feedback") ? "FeedbackFunction" : "DispatchFunction";
    ProcessBuilder builder =
        new ProcessBuilder(command(target, work, tiers, template.number(function, "MemorySize")));
    builder.environment().clear();
    builder.environment().putAll(environment(template.environment(function), aws));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      return new FunctionJvm(work, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("no JVM was started for " + work, e);
    }
  }

  private static List<String> command(Path target, String work, Tiers tiers, int memory) {
    List<String> command = new ArrayList<>();
    int processors = Runtime.getRuntime().availableProcessors();
    if (processors > 1 && Files.isExecutable(TASKSET)) {
      command.addAll(List.of(TASKSET.toString(), "-c", Integer.toString(processors - 1)));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:ActiveProcessorCount=1");
    command.add("-Xmx" + (int) (memory * HEAP_SHARE) + "m");
    command.add("-XX:+UseSerialGC");
    if (tiers == Tiers.FIRST) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-cp");
    Path functions = target.resolve("postrider-function");
    command.add(
        String.join(
            File.pathSeparator, functions.toString(), functions.resolve("lib") + "/*", ownCode()));
    command.add(WarmJvm.class.getName());
    command.add(work);
    return command;
  }

  private static String ownCode() {
    try {
      return Path.of(WarmJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the benchmark's own code has no place", e);
    }
  }

  private static Map<String, String> names(URI aws) {
    Map<String, String> names = new HashMap<>();
    names.put("AWS::Region", LocalAws.REGION.id());
    names.put("AWS::AccountId", LocalAws.ACCOUNT_ID);
    names.put("AWS::URLSuffix", "amazonaws.com");
    names.put("AWS::StackName", "bench");
    names.put("DomainName", "example.com");
    names.put("SettingsVersion", "bench");
    QUEUES.forEach(queue -> names.put(queue, aws + "/" + queue));
    RESOURCES.forEach(resource -> names.put(resource, resource));
    return names;
  }

  /// What the template sets, with the stand-in for all of AWS.
  private static Map<String, String> environment(Map<String, String> ofTemplate, URI aws) {
    Map<String, String> all = new HashMap<>(ofTemplate);
    all.keySet().removeIf(name -> name.startsWith("AWS_ENDPOINT_URL"));
    for (String service : List.of("DYNAMODB", "EVENTBRIDGE", "SQS", "SESV2")) {
      all.put("AWS_ENDPOINT_URL_" + service, aws.toString());
    }
    all.put("AWS_REGION", LocalAws.REGION.id());
    all.put("AWS_ACCESS_KEY_ID", LocalAws.ACCESS_KEY_ID);
    all.put("AWS_SECRET_ACCESS_KEY", LocalAws.SECRET_ACCESS_KEY);
    return all;
  }

  /// Runs batches one after the other.
  ///
  /// @param kind of [BenchMail], or the type of an event of SES
  /// @param heap whether to collect garbage at the end and say what stays
  BatchesRun run(String kind, int units, int times, boolean heap) {
    ObjectNode order =
        CliJson.object()
            .put("kind", kind)
            .put("id", id())
            .put("units", units)
            .put("batches", times)
            .put("heap", heap);
    JsonNode answer = answer(order);
    double all = (double) units * times;
    return new BatchesRun(
        StreamSupport.stream(answer.path("nanos").spliterator(), false)
            .map(nanos -> Millis.ofNanos(nanos.asDouble()))
            .toList(),
        Millis.ofNanos(answer.path("cpuNanos").asDouble()) / all,
        answer.path("allocatedBytes").asDouble() / 1_024 / all,
        answer.path("heapBytes").asDouble() / 1_048_576,
        answer.path("residentBytes").asDouble() / 1_048_576);
  }

  /// Lets mail arrive at random times.
  ///
  /// @return when each unit was enqueued, in [System#nanoTime] of this machine
  Map<String, Long> arrivals(double perSecond, int messages) {
    Map<String, Long> enqueued = new HashMap<>();
    answer(CliJson.object().put("perSecond", perSecond).put("messages", messages).put("id", id()))
        .path("enqueued")
        .properties()
        .forEach(unit -> enqueued.put(unit.getKey(), unit.getValue().asLong()));
    return enqueued;
  }

  /// Each order's messages have ids of their own.
  private String id() {
    return QuickCounts.PREFIX + batches++ + "-";
  }

  private JsonNode answer(ObjectNode order) {
    try {
      orders.write(order + "\n");
      orders.flush();
      String line = answers.readLine();
      return CliJson.readObject(line == null ? "" : line)
          .orElseThrow(() -> new IllegalStateException("the JVM of " + work + " gave no answer"));
    } catch (IOException e) {
      throw new UncheckedIOException("the JVM of " + work + " is gone", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
