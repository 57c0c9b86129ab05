package dev.postrider.simulation;

import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.ProtocolStep;
import dev.postrider.ledger.ProtocolStep.Finished;
import dev.postrider.ledger.ReportProtocol;
import java.util.Optional;

/// The feedback function's way to the ledger: the conditional writes of the claim protocol, one
/// after the other.
final class SimulatedDeliveryLedger implements DeliveryLedger {
  private final World world;
  private final Instance instance;

  SimulatedDeliveryLedger(World world, Instance instance) {
    this.world = world;
    this.instance = instance;
  }

  @Override
  public ReportOutcome record(DeliveryReport report) {
    LedgerCalls calls = new LedgerCalls(world, instance);
    Optional<ReportOutcome> learnt =
        instance.await(
            answer ->
                calls.finish(
                    ReportProtocol.record(report),
                    Long.MAX_VALUE,
                    (_, next) -> met(report, next),
                    answer::give));
    return learnt.orElseThrow(() -> new IllegalStateException("the ledger could not be written"));
  }

  private void met(DeliveryReport report, ProtocolStep<ReportOutcome> next) {
    if (next.equals(new Finished<>(ReportOutcome.UNKNOWN_UNIT))) {
      world.book().unknown(report.key(), report.sesMessageId());
      return;
    }
    world.book().proven(report.key(), report.sesMessageId());
    world.book().told(report.key(), report.sesMessageId());
    if (next instanceof Finished<ReportOutcome>(ReportOutcome learnt) && learnt.sentTwice()) {
      world.book().countedTwice(report.key());
    }
  }
}
