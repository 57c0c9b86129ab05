package dev.postrider.simulation;

import dev.postrider.dispatch.EmailSender;
import dev.postrider.dispatch.Outgoing;
import dev.postrider.dispatch.SendCall;
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
  public List<SendOutcome> send(SendCall call) {
    call.units().forEach(this::check);
    return instance.await(answer -> world.ses().send(instance, call, answer::give));
  }

  private void check(Outgoing outgoing) {
    Stream.of(outgoing.unit().to(), outgoing.unit().cc(), outgoing.unit().bcc())
        .flatMap(List::stream)
        .map(Address::key)
        .map(key -> new Recipient(key, outgoing.email().stream(), outgoing.email().tenant()))
        .forEach(
            recipient ->
                world.book().offered(outgoing.unit().key(), recipient, readAt.get(recipient)));
  }
}
