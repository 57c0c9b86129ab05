package dev.postrider.simulation;

import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.RecipientStatus;
import java.util.Map;
import java.util.TreeMap;

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
    ReportOutcome learnt = ReportOutcome.NOTHING;
    if (report.recipients().isEmpty()) {
      learnt = write(report);
    }
    for (Map.Entry<String, RecipientStatus> one : new TreeMap<>(report.recipients()).entrySet()) {
      learnt =
          learnt.and(
              write(
                  new DeliveryReport(
                      report.key(),
                      report.sesMessageId(),
                      report.sentAt(),
                      report.at(),
                      Map.of(one.getKey(), one.getValue()))));
    }
    return learnt;
  }

  private ReportOutcome write(DeliveryReport report) {
    return instance
        .call(world.ledgerTable, () -> take(report))
        .orElseThrow(() -> new IllegalStateException("the ledger could not be written"));
  }

  private ReportOutcome take(DeliveryReport report) {
    ReportOutcome learnt = world.ledger.record(report);
    if (learnt.unknownUnit()) {
      world.truth.unknown(report.key(), report.sesMessageId());
    } else {
      world.truth.proven(report.key(), report.sesMessageId());
      world.truth.told(report.key(), report.sesMessageId());
    }
    if (learnt.sentTwice()) {
      world.truth.countedTwice(report.key());
    }
    return learnt;
  }
}
