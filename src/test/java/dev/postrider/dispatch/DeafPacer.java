package dev.postrider.dispatch;

import dev.postrider.contract.ForwardingPacer;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.SlotAnswers;
import java.time.Instant;

/// A pacer that grants, and whose item cannot be written when it is told of a stop.
record DeafPacer(Pacer real) implements ForwardingPacer {

  @Override
  public void answered(SlotAnswers answers) {
    // It stays in this instance.
  }

  @Override
  public void openBreaker(String reason, Instant now) {
    // Best effort: the write failed.
  }

  @Override
  public void pauseTenant(String tenant, Instant now) {
    // Best effort: the write failed.
  }
}
