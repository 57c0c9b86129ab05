package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.postrider.email.RecipientHash;
import dev.postrider.local.LocalAws;
import dev.postrider.local.events.BusFault;
import dev.postrider.local.events.EventBus;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.status.StatusEvent.Detail;
import dev.postrider.status.StatusEvent.Subject;
import dev.postrider.status.StatusEvents.Published;
import dev.postrider.status.StatusJson;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/// Publishing, against EventBridge's protocol.
class EventBridgeStatusEventsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static EventBus bus;

  private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);

  @BeforeAll
  static void start() {
    bus = EventBus.start("status", 0);
  }

  @AfterAll
  static void stop() {
    bus.close();
  }

  @BeforeEach
  void clear() {
    bus.clear();
  }

  private EventBridgeStatusEvents publisher(URI endpoint) {
    return new EventBridgeStatusEvents(
        new PutEvents(
            new SignedHttp(
                Apache5HttpClient.create(),
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(LocalAws.ACCESS_KEY_ID, LocalAws.SECRET_ACCESS_KEY)),
                LocalAws.REGION,
                "events"),
            endpoint),
        "status",
        new StatusJson("mail", RecipientHash.keyed(new byte[] {1}), false),
        new VirtualFanout(8),
        clock::set,
        (InstantSource) clock::get,
        new Random(7));
  }

  private Published publish(int events) {
    return publisher(bus.endpoint()).publish(events(events), NOW.plusSeconds(5));
  }

  private static List<StatusEvent> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> event("m" + i, Map.of())).toList();
  }

  private static StatusEvent event(String key, Map<String, String> tags) {
    return new StatusEvent(
        new Subject(key, "receipts", Optional.empty(), tags),
        Status.SENT,
        NOW,
        "",
        Detail.of("ses-" + key),
        List.of("ann@example.com"),
        List.of());
  }

  private static Stream<String> keys() {
    return bus.events().stream().map(event -> event.at("/detail/id").asText());
  }

  @Test
  void anEventHasItsSourceItsTypeItsTimeAndItsDetail() {
    assertThat(publish(1)).isEqualTo(new Published(1, 0, ""));

    JsonNode event = bus.events().getFirst();
    assertThat(event.path("source").asText()).isEqualTo("postrider");
    assertThat(event.path("detail-type").asText()).isEqualTo("Mail Status");
    assertThat(event.path("time").asText()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(event.at("/detail/status").asText()).isEqualTo("SENT");
    assertThat(event.toString()).doesNotContain("@");
  }

  @Test
  void aCallCarriesTenEventsAtMost() {
    assertThat(publish(25)).isEqualTo(new Published(25, 0, ""));

    assertThat(bus.calls()).isEqualTo(3);
    assertThat(keys()).doesNotHaveDuplicates().hasSize(25);
  }

  @Test
  void aCallCarriesNoMoreBytesThanTheBusTakes() {
    List<StatusEvent> large =
        IntStream.range(0, 10)
            .mapToObj(i -> event("m" + i, Map.of("t", "v".repeat(60_000))))
            .toList();

    assertThat(publisher(bus.endpoint()).publish(large, NOW.plusSeconds(5)))
        .isEqualTo(new Published(10, 0, ""));

    assertThat(bus.calls()).isEqualTo(4);
  }

  @Test
  void nothingToTellIsNoCall() {
    assertThat(publish(0)).isEqualTo(new Published(0, 0, ""));
    assertThat(bus.calls()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = BusFault.class,
      names = {"INTERNAL_ERROR", "THROTTLED", "HANG_UP"})
  void whatFailsInPassingIsTriedAgain(BusFault fault) {
    bus.fail(2, fault);

    assertThat(publish(3)).isEqualTo(new Published(3, 0, ""));

    assertThat(bus.calls()).isEqualTo(3);
    assertThat(keys()).containsExactly("m0", "m1", "m2");
    assertThat(clock.get()).isBetween(NOW, NOW.plusMillis(300));
  }

  @Test
  void ofACallThatFailsInPartOnlyThatPartIsTriedAgain() {
    bus.fail(1, BusFault.FIRST_ENTRY_FAILS);

    assertThat(publish(3)).isEqualTo(new Published(3, 0, ""));

    assertThat(keys()).containsExactly("m1", "m2", "m0");
  }

  @Test
  void whatWasPerhapsTakenComesAgainUnderTheSameEventId() {
    bus.fail(1, BusFault.KEEP_AND_HANG_UP);

    assertThat(publish(1)).isEqualTo(new Published(1, 0, ""));

    assertThat(bus.events()).hasSize(2);
    assertThat(bus.events().stream().map(e -> e.at("/detail/eventId").asText()).distinct())
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = BusFault.class,
      names = {"INTERNAL_ERROR", "THROTTLED", "HANG_UP"})
  void afterFourTriesItIsLost(BusFault fault) {
    bus.fail(9, fault);

    Published published = publish(3);

    assertThat(published.lost()).isEqualTo(3);
    assertThat(published.published()).isZero();
    assertThat(published.code()).isNotEmpty().doesNotContain("@");
    assertThat(bus.calls()).isEqualTo(4);
  }

  @Test
  void whatIsRefusedForGoodIsNotTriedAgain() {
    bus.fail(1, BusFault.DENIED);
    assertThat(publish(3)).isEqualTo(new Published(0, 3, "AccessDeniedException"));

    bus.fail(1, BusFault.ENTRIES_REFUSED);
    assertThat(publish(3)).isEqualTo(new Published(0, 3, "MalformedDetail"));

    assertThat(bus.calls()).isEqualTo(2);
  }

  @Test
  void whenTheTimeIsOverNoCallIsMade() {
    assertThat(publisher(bus.endpoint()).publish(events(12), NOW))
        .isEqualTo(new Published(0, 12, "OutOfTime"));
    assertThat(bus.calls()).isZero();
  }

  @Test
  void aBusThatIsNotThereLosesEventsAndNothingElse() {
    Published published =
        publisher(URI.create("http://127.0.0.1:1")).publish(events(1), NOW.plusSeconds(5));

    assertThat(published.lost()).isEqualTo(1);
    assertThat(published.code()).endsWith("Exception");
  }
}
