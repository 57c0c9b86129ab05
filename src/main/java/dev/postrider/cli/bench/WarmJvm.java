package dev.postrider.cli.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.postrider.cli.output.CliJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// The JVM that [FunctionJvm] starts: makes one [Workload] and runs what its standard input orders,
/// an order and an answer a line, both JSON. Loads nothing that the work does not need.
public final class WarmJvm {
  private static final int LARGEST_BATCH = 10;
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private WarmJvm() {}

  /// Does what its standard input orders.
  ///
  /// @param args the workload's name
  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream answers = System.out;
    // The function formats its log all the same; nobody reads it.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try (Workload work = Workload.named(args[0]);
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        ObjectNode order = CliJson.readObject(line).orElseThrow();
        ObjectNode answer = order.has("perSecond") ? arrivals(work, order) : batches(work, order);
        answers.println(CliJson.line(answer));
        answers.flush();
      }
    }
  }

  private static ObjectNode batches(Workload work, ObjectNode order) throws IOException {
    String kind = order.path("kind").asText();
    int units = order.path("units").asInt();
    int batches = order.path("batches").asInt();
    ObjectNode answer = CliJson.object();
    var nanos = answer.putArray("nanos");
    long cpu = 0;
    long allocated = 0;
    for (int n = 0; n < batches; n++) {
      Runnable batch = work.batch(kind, order.path("id").asText() + n, units);
      long allocatedBefore = THREADS.getTotalThreadAllocatedBytes();
      long cpuBefore = SYSTEM.getProcessCpuTime();
      long start = System.nanoTime();
      batch.run();
      nanos.add(System.nanoTime() - start);
      cpu += SYSTEM.getProcessCpuTime() - cpuBefore;
      allocated += THREADS.getTotalThreadAllocatedBytes() - allocatedBefore;
    }
    answer.put("cpuNanos", cpu).put("allocatedBytes", allocated);
    if (order.path("heap").asBoolean()) {
      System.gc();
      answer.put("heapBytes", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return answer.put("residentBytes", residentBytes());
  }

  /// As Linux says it: the whole process.
  private static long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  /// Mail that arrives at random times and is taken as an event source with batches of ten and no
  /// window takes it: whatever waits, as soon as the one instance is free.
  private static ObjectNode arrivals(Workload work, ObjectNode order) {
    double perSecond = order.path("perSecond").asDouble();
    int messages = order.path("messages").asInt();
    String prefix = order.path("id").asText();
    Random random = new Random(1);
    Deque<Long> due = new ArrayDeque<>();
    long at = System.nanoTime();
    for (int n = 0; n < messages; n++) {
      at += (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
      due.add(at);
    }
    Map<String, Long> enqueued = new HashMap<>();
    for (int batch = 0; !due.isEmpty(); batch++) {
      LockSupport.parkNanos(due.getFirst() - System.nanoTime());
      int units = 0;
      String id = prefix + batch;
      for (long now = System.nanoTime();
          units < LARGEST_BATCH && !due.isEmpty() && due.getFirst() <= now;
          units++) {
        enqueued.put(BenchMail.PLAIN.unit(id, units), due.removeFirst());
      }
      if (units > 0) {
        work.batch("PLAIN", id, units).run();
      }
    }
    ObjectNode answer = CliJson.object();
    ObjectNode times = answer.putObject("enqueued");
    enqueued.forEach(times::put);
    return answer;
  }
}
