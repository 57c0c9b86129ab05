package dev.postrider.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;

/// A function with its execution environments, each a JVM that is started when it is first needed
/// and reused until it ends.
public final class LambdaFunction implements AutoCloseable {
  private final FunctionSpec spec;
  private final Lineage lineage;
  private final Semaphore concurrency;
  private final BlockingDeque<FunctionInstance> idle = new LinkedBlockingDeque<>();
  private final Set<FunctionInstance> live = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::killAll);
  private volatile boolean closed;
  private volatile Duration lastInit = Duration.ZERO;

  private LambdaFunction(FunctionSpec spec) {
    this.spec = spec;
    this.lineage = new Lineage(spec.arn());
    this.concurrency = new Semaphore(spec.instances());
    // A JVM that ends in any other way takes its functions along: their Runtime API is gone.
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Starts one instance, with an empty log; the others come when they are needed.
  public static LambdaFunction start(FunctionSpec spec) {
    try {
      Files.deleteIfExists(spec.log());
    } catch (IOException e) {
      throw new UncheckedIOException("the old log of " + spec.name() + " cannot be removed", e);
    }
    LambdaFunction function = new LambdaFunction(spec);
    function.idle.add(function.newInstance());
    return function;
  }

  /// What the function was declared as.
  public FunctionSpec spec() {
    return spec;
  }

  /// How often events came back to it.
  Lineage lineage() {
    return lineage;
  }

  /// Runs one invocation to its end, waiting for an instance when all are busy.
  ///
  /// @param payload the event, as JSON
  public InvocationOutcome invoke(byte[] payload) throws InterruptedException {
    return invoke(payload, 0);
  }

  /// The same for an event that invocations of this function led to.
  ///
  /// @param earlier how many
  InvocationOutcome invoke(byte[] payload, int earlier) throws InterruptedException {
    concurrency.acquire();
    try {
      FunctionInstance instance = takeInstance();
      try {
        return instance.invoke(payload, lineage.header(earlier));
      } finally {
        giveBack(instance);
      }
    } finally {
      concurrency.release();
    }
  }

  private FunctionInstance takeInstance() {
    FunctionInstance instance = idle.pollFirst();
    if (instance == null) {
      return newInstance();
    }
    if (instance.isAlive()) {
      return instance;
    }
    dispose(instance);
    return takeInstance();
  }

  private FunctionInstance newInstance() {
    FunctionInstance instance = new FunctionInstance(spec);
    live.add(instance);
    if (closed) {
      dispose(instance);
    }
    return instance;
  }

  private void giveBack(FunctionInstance instance) {
    lastInit = instance.initDuration();
    if (instance.isAlive() && !closed) {
      idle.addFirst(instance);
    } else {
      dispose(instance);
    }
  }

  private void dispose(FunctionInstance instance) {
    if (live.remove(instance)) {
      instance.close();
    }
  }

  /// Kills all instances as `kill -9` does, also in mid-invocation.
  ///
  /// @return how many there were; the next invocation starts a new one
  public int killAll() {
    List<FunctionInstance> victims = List.copyOf(live);
    victims.forEach(FunctionInstance::kill);
    return victims.size();
  }

  /// The process ids of the instances that run now.
  public List<Long> pids() {
    return live.stream().filter(FunctionInstance::isAlive).map(FunctionInstance::pid).toList();
  }

  /// From a JVM's start to its first call for work, of the instance that was used last; zero
  /// before.
  public Duration lastInitDuration() {
    return lastInit;
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(live).forEach(this::dispose);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down already: the hook runs, and all are dead.
    }
  }
}
