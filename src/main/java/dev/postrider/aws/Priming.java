package dev.postrider.aws;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// Runs code before SnapStart takes its snapshot, so that classes are loaded and compiled in it.
public final class Priming {
  /// How often the way is walked: classes are there after the first time, and the virtual machine
  /// compiles a method only after it was called often.
  static final int ROUNDS = 20;

  /// CRaC holds its resources weakly; an unreachable hook would never run.
  private static final List<Resource> HOOKS = new CopyOnWriteArrayList<>();

  private Priming() {}

  /// Primes all functions of this JVM now, as SnapStart would: the start's benchmark takes no
  /// snapshot.
  public static void now() throws Exception {
    for (Resource hook : HOOKS) {
      hook.beforeCheckpoint(Core.getGlobalContext());
    }
  }

  /// @param prime must leave no connection open and change nothing outside; a failure spoils no
  ///     deployment
  static void beforeSnapshot(Runnable prime) {
    Resource hook = hook(prime);
    HOOKS.add(hook);
    Core.getGlobalContext().register(hook);
  }

  static Resource hook(Runnable prime) {
    return new Resource() {
      @Override
      public void beforeCheckpoint(Context<? extends Resource> context) {
        try {
          prime.run();
        } catch (RuntimeException | LinkageError e) {
          // Another version of the SDK may ask more of its HTTP client than the canned one has.
          System.err.println("Priming failed: " + e.getClass().getName());
        }
      }

      @Override
      public void afterRestore(Context<? extends Resource> context) {
        // Connections are made on demand.
      }
    };
  }
}
