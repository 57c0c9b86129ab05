package dev.postrider.simulation;

import dev.postrider.dispatch.Delivery;
import dev.postrider.dispatch.EmailSender;
import dev.postrider.dispatch.SendOutcome;
import dev.postrider.email.Address;
import dev.postrider.suppression.Recipient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One instance's way to SES.
final class SimulatedSender implements EmailSender {
  private final World world;
  private final Instance instance;
  private final Map<Recipient, Long> readAt;

  /// @param readAt when each recipient's latest lookup began
  SimulatedSender(World world, Instance instance, Map<Recipient, Long> readAt) {
    this.world = world;
    this.instance = instance;
    this.readAt = readAt;
  }

  @Override
  public List<SendOutcome> send(List<Delivery> units) {
    units.forEach(this::check);
    return instance.await(answer -> world.ses.send(instance, units, answer::give));
  }

  private void check(Delivery delivery) {
    Stream.of(delivery.mailed().to(), delivery.mailed().cc(), delivery.mailed().bcc())
        .flatMap(List::stream)
        .map(Address::key)
        .map(key -> new Recipient(key, delivery.email().stream(), delivery.email().tenant()))
        .forEach(
            recipient ->
                world.truth.offered(delivery.mailed().key(), recipient, readAt.get(recipient)));
  }
}
