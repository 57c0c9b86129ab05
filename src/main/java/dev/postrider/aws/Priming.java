package dev.postrider.aws;

import java.util.ArrayList;
import java.util.List;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// Runs code before SnapStart takes its snapshot, so that classes are loaded and compiled in it.
final class Priming {
  /// CRaC holds its resources weakly; an unreachable hook would never run.
  private static final List<Resource> HOOKS = new ArrayList<>();

  private Priming() {}

  /// @param prime must leave no connection open and change nothing outside; a failure spoils no
  ///     deployment
  static void beforeSnapshot(Runnable prime) {
    Resource hook =
        new Resource() {
          @Override
          public void beforeCheckpoint(Context<? extends Resource> context) {
            try {
              prime.run();
            } catch (RuntimeException e) {
              System.err.println("Priming failed: " + e.getClass().getName());
            }
          }

          @Override
          public void afterRestore(Context<? extends Resource> context) {
            // Connections are made on demand.
          }
        };
    HOOKS.add(hook);
    Core.getGlobalContext().register(hook);
  }
}
