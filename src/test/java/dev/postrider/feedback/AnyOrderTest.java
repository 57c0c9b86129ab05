package dev.postrider.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.simulation.InMemorySuppressions;
import dev.postrider.status.Subscribers;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Any set of events ends in the same facts and the same statuses, in whatever order they come, how
/// often, and whatever fails in between.
class AnyOrderTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final List<String> FIXTURES =
      List.of(
          "send",
          "delivery",
          "bounce-permanent",
          "bounce-out-of-office",
          "complaint",
          "complaint-not-sent",
          "reject",
          "rendering-failure",
          "delivery-delay",
          "subscription",
          "notification-bounce",
          "new-things");
  private static final List<String> BOUNCES =
      List.of(
          "Permanent/General",
          "Permanent/UnsubscribedRecipient",
          "Permanent/EmailValidationSuppressed",
          "Transient/General",
          "Transient/MailboxFull",
          "Transient/ContentRejected",
          "Undetermined/Undetermined");

  /// What is left behind.
  private record Outcome(
      Map<SuppressionKey, Facts> suppressions, Map<String, Map<String, RecipientStatus>> ledger) {}

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 25);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void orderAndRepetitionChangeNothing(long seed) {
    Random random = new Random(seed);
    List<Notification> events = events(random);

    Outcome once = outcome(events, new Random(seed), false);

    List<Notification> shuffled = new ArrayList<>(events);
    events.stream().filter(event -> random.nextInt(3) == 0).forEach(shuffled::add);
    Collections.shuffle(shuffled, random);
    assertThat(outcome(shuffled, random, false)).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void failuresInBetweenChangeNothingOnceTheEventsCameAgain(long seed) {
    Random random = new Random(seed);
    List<Notification> events = events(random);

    Outcome once = outcome(events, new Random(seed), false);

    Collections.shuffle(events, random);
    assertThat(outcome(events, random, true)).isEqualTo(once);
  }

  private static Outcome outcome(List<Notification> events, Random random, boolean faults) {
    InMemorySuppressions suppressions =
        new InMemorySuppressions(SuppressionPolicy.DEFAULT, InstantSource.fixed(START));
    InMemoryDeliveryLedger ledger = new InMemoryDeliveryLedger();
    FeedbackHandler handler =
        new FeedbackHandler(new FeedbackParser(Fixtures.HASH), suppressions, ledger);
    List<Notification> left = new ArrayList<>(events);
    while (!left.isEmpty()) {
      if (faults) {
        suppressions.failWrites(random.nextInt(2));
        ledger.fail(random.nextInt(2));
      }
      Notification event = left.removeFirst();
      if (!handler.handle(List.of(event), Subscribers.NONE).failures().isEmpty()) {
        left.add(event);
      }
    }
    return new Outcome(suppressions.items(), ledger.units());
  }

  private static List<Notification> events(Random random) {
    List<Notification> events = new ArrayList<>();
    int count = 5 + random.nextInt(40);
    for (int n = 0; n < count; n++) {
      ObjectNode event = Fixtures.json(FIXTURES.get(random.nextInt(FIXTURES.size())));
      vary(event, n, random);
      events.add(new Notification("sns-" + n, event.toString(), START.plus(Duration.ofDays(41))));
    }
    return events;
  }

  private static void vary(ObjectNode event, int n, Random random) {
    String at = START.plusSeconds(random.nextInt(40 * 86_400)).toString();
    event.withObject("/mail").put("timestamp", START.toString());
    ObjectNode tags = event.withObject("/mail").withObject("/tags");
    if (random.nextInt(5) > 0) {
      tags.putArray("postrider-id").add("mail-" + random.nextInt(4));
      tags.putArray("postrider-stream").add(random.nextBoolean() ? "marketing" : "news");
    }
    for (String detail : List.of("bounce", "complaint", "delivery", "deliveryDelay")) {
      if (event.path(detail) instanceof ObjectNode node) {
        node.put("timestamp", at).put("feedbackId", "feedback-" + n);
      }
    }
    if (event.path("bounce") instanceof ObjectNode bounce) {
      varyBounce(bounce, random);
    }
    if (event.path("complaint") instanceof ObjectNode complaint && random.nextInt(3) == 0) {
      complaint.put("complaintFeedbackType", "not-spam");
    }
  }

  private static void varyBounce(ObjectNode bounce, Random random) {
    String[] kind = BOUNCES.get(random.nextInt(BOUNCES.size())).split("/", 2);
    bounce.put("bounceType", kind[0]).put("bounceSubType", kind[1]);
    ArrayNode recipients = bounce.putArray("bouncedRecipients");
    for (String name : List.of("ann", "bob", "cyd")) {
      if (random.nextBoolean()) {
        ObjectNode recipient = recipients.addObject().put("emailAddress", name + "@example.com");
        if (random.nextBoolean()) {
          recipient.put("action", "failed");
        }
      }
    }
  }
}
