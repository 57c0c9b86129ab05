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
  public Learnt record(DeliveryReport report) {
    Learnt learnt = Learnt.NOTHING;
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

  private Learnt write(DeliveryReport report) {
    Optional<Learnt> written =
        instance.await(
            answer ->
                world
                    .ledgerTable()
                    .request(
                        instance,
                        () -> {
                          Learnt learnt = world.ledger().record(report);
                          if (learnt.unknownUnit()) {
                            world.book().unknown(report.key(), report.sesMessageId());
                          } else {
                            world.book().proven(report.key(), report.sesMessageId());
                            world.book().told(report.key(), report.sesMessageId());
                          }
                          if (learnt.sentTwice()) {
                            world.book().countedTwice(report.key());
                          }
                          return learnt;
                        },
                        answer::give));
    return written.orElseThrow(() -> new IllegalStateException("the ledger could not be written"));
  }
}
