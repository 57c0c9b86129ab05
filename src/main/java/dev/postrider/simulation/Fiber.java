package dev.postrider.simulation;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A virtual thread that runs only in its turn. Real code blocks in it as it would anywhere.
final class Fiber {
  private final Timeline timeline;
  private final Runnable body;
  private @Nullable Thread thread;

  Fiber(Timeline timeline, Runnable body) {
    this.timeline = timeline;
    this.body = body;
  }

  /// Gives the turn to the fiber; called by the timeline alone.
  void wake() {
    if (thread == null) {
      thread = Thread.ofVirtual().start(this::run);
    } else {
      LockSupport.unpark(thread);
    }
  }

  /// Gives the turn away until somebody makes this fiber ready; called by the fiber itself.
  void block() {
    timeline.giveTurn(this);
  }

  private void run() {
    Throwable thrown = null;
    try {
      timeline.awaitTurn(this);
      body.run();
    } catch (Killed killed) {
      // Its instance is gone: nothing more of it happens.
    } catch (Throwable t) {
      thrown = t;
    } finally {
      timeline.ended(thrown);
    }
  }
}
