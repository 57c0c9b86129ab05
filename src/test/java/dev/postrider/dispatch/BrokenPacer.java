package dev.postrider.dispatch;

import dev.postrider.contract.ForwardingPacer;
import dev.postrider.pace.Pacer;
import dev.postrider.pace.SlotAnswers;
import java.time.Instant;

/// A pacer that grants, and fails when it is told of an answer or a stop.
record BrokenPacer(Pacer real) implements ForwardingPacer {

  @Override
  public void answered(SlotAnswers answers) {
    throw new IllegalStateException("a defect of the pacer");
  }

  @Override
  public void openBreaker(String reason, Instant now) {
    throw new IllegalStateException("a defect of the pacer");
  }

  @Override
  public void pauseTenant(String tenant, Instant now) {
    throw new IllegalStateException("a defect of the pacer");
  }
}
