package dev.postrider.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.local.Queues;
import dev.postrider.local.events.EventBus;
import dev.postrider.local.http.LoopbackServer;
import dev.postrider.local.http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventForwardingTest {
  private final BlockingQueue<String> taken = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();
  private final AtomicInteger refusals = new AtomicInteger();

  private static ObjectNode event(String id) {
    ObjectNode event = EventBus.event("postrider", "Mail Status", Instant.EPOCH);
    event.putObject("detail").put("id", id);
    return event;
  }

  @Test
  void aServerGetsEachEventInItsOrderAndOneThatIsNeverTakenIsNamed() throws Exception {
    try (LoopbackServer server =
            LoopbackServer.start(
                "target",
                0,
                call -> {
                  if (refusals.getAndDecrement() > 0) {
                    return Reply.empty(503);
                  }
                  taken.add(new String(call.body(), StandardCharsets.UTF_8));
                  return Reply.empty(204);
                });
        EventForwarding forwarding = EventForwarding.toServer(server.endpoint(), lost::add)) {
      refusals.set(3 + 2);
      forwarding.forward(event("never-taken"));
      forwarding.forward(event("taken-at-the-third-attempt"));
      forwarding.forward(event("taken-at-once"));

      assertThat(taken.poll(10, TimeUnit.SECONDS)).contains("taken-at-the-third-attempt");
      assertThat(taken.poll(10, TimeUnit.SECONDS)).contains("taken-at-once", "\"Mail Status\"");
      assertThat(lost)
          .containsExactly(
              "postrider: a status event of never-taken was lost: %s did not take it (HTTP 503)"
                  .formatted(server.endpoint()));
    }
  }

  @Test
  void theStacksOwnQueuesTakeNoEventsWhichWouldBegetMore() {
    String sqs = "http://127.0.0.1:9324/000000000000/";
    Queues queues =
        new Queues(
            sqs + "Mail", sqs + "Bulk", sqs + "Rejected", sqs + "Held", sqs + "Dead", sqs + "Lost");

    assertThat(EventForwarding.isOwn(queues, "Mail")).isTrue();
    assertThat(EventForwarding.isOwn(queues, "Lost")).isTrue();
    assertThat(EventForwarding.isOwn(queues, "ail")).isFalse();
  }

  @Test
  void aTargetIsTheNameOfAQueueOrAUrl() {
    assertThat(EventForwarding.isTarget("my-queue")).isTrue();
    assertThat(EventForwarding.isTarget("http://127.0.0.1:8080/hook")).isTrue();
    assertThat(EventForwarding.isTarget("ftp://127.0.0.1")).isFalse();
    assertThat(EventForwarding.isTarget("my queue")).isFalse();
    assertThat(EventForwarding.isTarget("http://127.0.0.1:8080/my hook")).isFalse();
    assertThat(EventForwarding.isTarget("http://:8080")).isFalse();
  }
}
