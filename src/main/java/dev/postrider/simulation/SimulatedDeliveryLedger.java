package dev.postrider.simulation;

import dev.postrider.ledger.DeliveryLedger;
import dev.postrider.ledger.DeliveryReport;
import dev.postrider.ledger.RecipientStatus;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The feedback function's way to the ledger: one write for a Send event, one a recipient for the
/// others, one after the other.
final class SimulatedDeliveryLedger implements DeliveryLedger {
  private final World world;
  private final Instance instance;

  SimulatedDeliveryLedger(World world, Instance instance) {
    this.world = world;
    this.instance = instance;
  }

  @Override
  public boolean record(DeliveryReport report) {
    boolean news = false;
    if (report.recipients().isEmpty()) {
      news = write(report);
    }
    for (Map.Entry<String, RecipientStatus> one : new TreeMap<>(report.recipients()).entrySet()) {
      news |=
          write(
              new DeliveryReport(
                  report.key(),
                  report.sesMessageId(),
                  report.at(),
                  Map.of(one.getKey(), one.getValue())));
    }
    return news;
  }

  private boolean write(DeliveryReport report) {
    Optional<Boolean> written =
        instance.await(
            answer ->
                world
                    .ledgerTable()
                    .request(
                        instance,
                        () -> {
                          boolean news = world.ledger().record(report);
                          world.book().proven(report.key(), report.sesMessageId());
                          return news;
                        },
                        answer::give));
    return written.orElseThrow(() -> new IllegalStateException("the ledger could not be written"));
  }
}
