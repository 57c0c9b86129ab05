package dev.postrider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import dev.postrider.aws.FeedbackFunction.FeedbackFailed;
import dev.postrider.email.RecipientHash;
import dev.postrider.feedback.FeedbackHandler;
import dev.postrider.feedback.FeedbackParser;
import dev.postrider.feedback.InMemoryDeliveryLedger;
import dev.postrider.ledger.RecipientStatus;
import dev.postrider.simulation.InMemorySuppressions;
import dev.postrider.status.Status;
import dev.postrider.status.StatusEvent;
import dev.postrider.status.StatusEvents;
import dev.postrider.suppression.Facts;
import dev.postrider.suppression.Suppression;
import dev.postrider.suppression.SuppressionKey;
import dev.postrider.suppression.SuppressionPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedbackFunctionTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final RecipientHash HASH = RecipientHash.keyed(new byte[] {4});
  private static final PojoSerializer<SNSEvent> SERIALIZER =
      LambdaEventSerializers.serializerFor(
          SNSEvent.class, FeedbackFunctionTest.class.getClassLoader());

  private final InMemorySuppressions suppressions =
      new InMemorySuppressions(SuppressionPolicy.DEFAULT, InstantSource.fixed(NOW));
  private final InMemoryDeliveryLedger ledger = new InMemoryDeliveryLedger();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<StatusEvent> told = new ArrayList<>();
  private final JsonLog json =
      new JsonLog(new PrintStream(log, true, StandardCharsets.UTF_8), JsonLog.Level.INFO, "mail");
  private final FeedbackFunction function = function(this::keep);

  private StatusEvents.Published keep(List<StatusEvent> events, Instant until) {
    told.addAll(events);
    return new StatusEvents.Published(events.size(), 0, "");
  }

  private FeedbackFunction function(StatusEvents bus) {
    return new FeedbackFunction(
        new FeedbackHandler(new FeedbackParser(HASH), suppressions, ledger),
        new FeedbackJournal(json, InstantSource.fixed(NOW)),
        new StatusPublishing(bus, true, json, InstantSource.fixed(NOW)),
        InstantSource.fixed(NOW));
  }

  /// The event, whose address it names, what is known of the address after it, and the address's
  /// status in the ledger; `-` for nothing.
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "send,                                  success,          -, -",
        "send-entry,                            success+grace,    -, -",
        "delivery,                              success,          -, DELIVERED",
        "lenient-timestamp,                     success,          -, DELIVERED",
        "delivery-delay,                        success+slow,     -, DELAYED",
        "bounce-permanent-general,              bounce,           HARD_BOUNCE at *, BOUNCED",
        "bounce-permanent-no-email,             bounce+gone,      HARD_BOUNCE at *, BOUNCED",
        "bounce-suppressed,                     suppressionlist,  HARD_BOUNCE at *, BOUNCED",
        "bounce-on-account-suppression-list,    bounce+listed,    HARD_BOUNCE at *, BOUNCED",
        "bounce-unknown-subtype,                bounce+new,       HARD_BOUNCE at *, BOUNCED",
        "bounce-two-recipients,                 bounce+a,         HARD_BOUNCE at *, BOUNCED",
        "bounce-two-recipients,                 success+b,        -, -",
        "bounce-unsubscribed,      success+left, UNSUBSCRIBED at stream:marketing, BOUNCED",
        "bounce-mailbox-full,                   bounce+full,      counted at *, SOFT_BOUNCED",
        "bounce-undetermined,                   bounce+unclear,   counted at *, SOFT_BOUNCED",
        "bounce-content-rejected,               bounce+content,   -, SOFT_BOUNCED",
        "bounce-message-too-large,              bounce+large,     -, SOFT_BOUNCED",
        "bounce-out-of-office,                  ooto,             -, -",
        "complaint-abuse,                       complaint,        COMPLAINT at *, COMPLAINED",
        "complaint-without-type,                complaint+silent, COMPLAINT at *, COMPLAINED",
        "complaint-on-account-suppression-list, complaint+listed, COMPLAINT at *, REJECTED",
        "complaint-not-spam,                    complaint,        lifted at *, -",
        "reject,                                success,          -, REJECTED",
        "rendering-failure,                     success+ada,      -, REJECTED",
        "open,                                  success,          -, -",
        "click,                                 success,          -, -",
        "subscription,             success+left, UNSUBSCRIBED at stream:marketing, -",
        "notification-bounce,                   bounce,           HARD_BOUNCE at *, -",
        "notification-complaint,                complaint,        COMPLAINT at *, -",
        "notification-delivery,                 success,          -, -",
        "topic-test,                            success,          -, -",
        "unknown-type,                          success,          -, -"
      })
  void everyKindOfEventHasItsEffect(
      String event, String name, @Nullable String known, @Nullable RecipientStatus status) {
    String address = name + "@simulator.amazonses.com";

    function.handleRequest(read(event), null);

    assertThat(known(address)).isEqualTo(known == null ? List.of() : List.of(known));
    assertThat(statuses(address)).isEqualTo(status == null ? List.of() : List.of(status));
  }

  @Test
  void unitsAreNamedByTheTagsOfTheDispatcher() {
    function.handleRequest(read("send-entry"), null);
    function.handleRequest(read("send"), null);
    function.handleRequest(read("notification-bounce"), null);

    assertThat(ledger.units())
        .isEqualTo(Map.of("october-statement#1", Map.of(), "order-1001-confirmation", Map.of()));
  }

  @Test
  void aMalformedNotificationFailsTheInvocationWithItsReason() {
    SNSEvent event = read("malformed");

    assertThatThrownBy(() -> function.handleRequest(event, null))
        .isInstanceOf(FeedbackFailed.class)
        .hasMessage(
            "1 of 1 notifications failed: SNS message %s: the notification is not JSON: line 1,"
                + " column 48",
            event.getRecords().getFirst().getSNS().getMessageId());
  }

  @Test
  void theOtherRecordsOfAnEventAreAppliedBeforeItFails() {
    SNSEvent event = read("malformed");
    event.setRecords(
        List.of(event.getRecords().getFirst(), read("complaint-abuse").getRecords().getFirst()));

    assertThatThrownBy(() -> function.handleRequest(event, null))
        .isInstanceOf(FeedbackFailed.class)
        .hasMessageStartingWith("1 of 2 notifications failed: ");
    assertThat(known("complaint@simulator.amazonses.com")).containsExactly("COMPLAINT at *");
  }

  @Test
  void theDailyCallDoesNothingAndWritesNothing() throws IOException {
    SNSEvent awake = SERIALIZER.fromJson(Files.newInputStream(Path.of("events", "awake.json")));

    assertThat(function.handleRequest(awake, null)).isNull();
    assertThat(log.size()).isZero();
    assertThat(told).isEmpty();
    assertThat(ledger.units()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | an event without Records",
        "{} | an event without Records",
        "{'Records': null} | an event without Records",
        "{'Records': [null]} | record 1 of 1 without anything",
        "{'Records': [{'messageId': 'm-1', 'body': '{}', 'eventSource': 'aws:sqs'}]}"
            + " | record 1 of 1 without Sns"
      })
  void anEventThatIsNotSnssFailsWhole(String json, String found) {
    SNSEvent event = SERIALIZER.fromJson(json.replace('\'', '"'));

    assertThatThrownBy(() -> function.handleRequest(event, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected an SNS event, whose Records have Sns; found %s", found);
  }

  @Test
  void aRecordWithoutAnythingFails() {
    SNSEvent event = new SNSEvent();
    event.setRecords(List.of(new SNSEvent.SNSRecord().withSns(new SNSEvent.SNS())));

    assertThatThrownBy(() -> function.handleRequest(event, null))
        .hasMessage(
            "1 of 1 notifications failed: SNS message without an id: the notification is not an"
                + " object: missing");
  }

  @Test
  void theLogCountsAndNamesNoAddress() {
    function.handleRequest(read("bounce-unknown-subtype"), null);

    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "{\"level\":\"INFO\",\"event\":\"ses\",\"kind\":\"BOUNCE\",\"unit\":\"bounce-9\","
                + "\"stream\":\"transactional\",\"sesMessageId\":\""
                + "010201900000000e-8f2b1c3d-5e6f-4a7b-9c8d-00000000000e-000000\","
                + "\"type\":\"Permanent\",\"subType\":\"SomethingNew\",\"recipients\":[\""
                + HASH.of("bounce+new@simulator.amazonses.com")
                + "\"],\"replies\":[{\"recipient\":\""
                + HASH.of("bounce+new@simulator.amazonses.com")
                + "\",\"smtpReplyCode\":\"599\",\"enhancedStatus\":\"5.9.9\","
                + "\"text\":\"smtp; 599 5.9.9 something new\"}]}",
            "{\"level\":\"INFO\",\"event\":\"feedback\",\"counts\":{\"BOUNCE\":1,"
                + "\"HARD_BOUNCE\":1,\"SUPPRESSED\":1,"
                + "\"REPORTED\":1,\"UNFAMILIAR\":1},"
                + "\"unfamiliar\":[\"/bounce/bounceSubType=SomethingNew\"]}",
            "{\"_aws\":{\"Timestamp\":1795521600000,\"CloudWatchMetrics\":[{\"Namespace\":"
                + "\"Postrider\",\"Dimensions\":[[\"Stack\"]],\"Metrics\":["
                + "{\"Name\":\"FeedbackSuppressed\",\"Unit\":\"Count\"},"
                + "{\"Name\":\"FeedbackHardBounces\",\"Unit\":\"Count\"},"
                + "{\"Name\":\"FeedbackUnfamiliar\",\"Unit\":\"Count\"}]}]},"
                + "\"Stack\":\"mail\",\"FeedbackSuppressed\":1.0,"
                + "\"FeedbackHardBounces\":1.0,\"FeedbackUnfamiliar\":1.0}");
  }

  @Test
  void theLogSaysWhatATemplateLacksAndWhySesRejected() {
    function.handleRequest(read("rendering-failure"), null);
    function.handleRequest(read("reject"), null);

    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains(
            "\"template\":\"statement\",\"attribute\":\"name\",\"text\":\"Attribute 'name'"
                + " is not present in the rendering data.\"")
        .contains("\"text\":\"Bad content\"");
  }

  @Test
  void aSecondSendOfAUnitIsAnErrorOfTheLogAndAMetric() {
    function.handleRequest(read("send"), null);
    SNSEvent late = read("send");
    SNSEvent.SNS sns = late.getRecords().getFirst().getSNS();
    sns.setMessage(sns.getMessage().replaceAll("-000000\"", "-000001\""));

    function.handleRequest(late, null);

    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("\"ERROR\"", "\"kind\":\"SENT_TWICE\"", "order-1001-confirmation"))
        .anySatisfy(line -> assertThat(line).contains("_aws", "\"SentTwice\":1.0"));
  }

  /// The event, and what services are told of it.
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "send,                                  SENT, -",
        "delivery,                              DELIVERED SENT, -",
        "delivery-delay,                        SENT, -",
        "bounce-permanent-general,              BOUNCED SENT, -",
        "bounce-two-recipients,                 BOUNCED SENT, -",
        "bounce-mailbox-full,                   SOFT_BOUNCED SENT, -",
        "bounce-out-of-office,                  AUTO_REPLIED SENT, -",
        "complaint-abuse,                       COMPLAINED SENT, -",
        "complaint-on-account-suppression-list, REJECTED SENT, COMPLAINED_BEFORE",
        "complaint-not-spam,                    COMPLAINT_LIFTED SENT, -",
        "reject,                                REJECTED SENT, SES_REJECTED",
        "rendering-failure,                     REJECTED SENT, RENDERING_FAILED",
        "open,                                  OPENED SENT, -",
        "click,                                 CLICKED SENT, -",
        "notification-bounce,                   -, -",
        "topic-test,                            -, -",
        "unknown-type,                          -, -"
      })
  void everyKindOfEventIsToldToServices(
      String event, @Nullable String statuses, @Nullable String reason) {
    function.handleRequest(read(event), null);

    assertThat(told.stream().map(e -> e.status().name()).collect(Collectors.joining(" ")))
        .isEqualTo(statuses == null ? "" : statuses);
    assertThat(told.stream().map(e -> e.detail().reason()).filter(r -> !r.isEmpty()))
        .isEqualTo(reason == null ? List.of() : List.of(reason));
  }

  @Test
  void thatAMailWasSentIsToldOnceWhateverComesLater() {
    function.handleRequest(read("send"), null);
    function.handleRequest(read("send"), null);
    function.handleRequest(read("delivery"), null);

    assertThat(told.stream().filter(e -> e.subject().key().equals("order-1001-confirmation")))
        .extracting(StatusEvent::status)
        .containsOnlyOnce(Status.SENT);
  }

  @Test
  void aBusThatIsBrokenFailsNothingAndIsCounted() {
    function(
            (events, until) -> {
              throw new IllegalStateException("ann@example.com");
            })
        .handleRequest(read("complaint-abuse"), null);

    assertThat(known("complaint@simulator.amazonses.com")).containsExactly("COMPLAINT at *");
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("\"event\":\"statusEvents\",\"lost\":1,\"published\":0")
        .contains("\"code\":\"IllegalStateException\"")
        .doesNotContain("@example.com");
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .as("COMPLAINED, and SENT of a unit that nobody had settled")
        .filteredOn(line -> line.contains("\"StatusEventsLost\":1.0"))
        .hasSize(2);
  }

  /// Such as no memory: the instance is at its end, and Lambda repeats the event.
  @Test
  void anErrorInOneWriteEndsTheInvocationOnceTheOthersWereMade() {
    List<StatusEvent> heard = Collections.synchronizedList(new ArrayList<>());
    FeedbackFunction broken =
        new FeedbackFunction(
            new FeedbackHandler(
                new FeedbackParser(HASH),
                (key, fact) -> {
                  throw new OutOfMemoryError("told to");
                },
                ledger,
                new VirtualFanout(4)),
            new FeedbackJournal(json, InstantSource.fixed(NOW)),
            new StatusPublishing(
                (events, until) -> {
                  heard.addAll(events);
                  return new StatusEvents.Published(events.size(), 0, "");
                },
                true,
                json,
                InstantSource.fixed(NOW)),
            InstantSource.fixed(NOW));
    SNSEvent event = read("complaint-abuse");

    assertThatThrownBy(() -> broken.handleRequest(event, null))
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(statuses("complaint@simulator.amazonses.com"))
        .containsExactly(RecipientStatus.COMPLAINED);
    assertThat(heard)
        .extracting(StatusEvent::status)
        .containsExactlyInAnyOrder(Status.COMPLAINED, Status.SENT);
  }

  @Test
  void theLogNamesTheTraceOfTheInvocation() {
    String trace = "1-5759e988-bd862e3fe1be46a994272793";

    System.setProperty(Tracing.HEADER, "Root=" + trace + ";Sampled=0");
    try {
      function.handleRequest(read("complaint-abuse"), null);
    } finally {
      System.clearProperty(Tracing.HEADER);
    }

    assertThat(log.toString(StandardCharsets.UTF_8).lines().limit(2))
        .allMatch(line -> line.contains("\"traceId\":\"" + trace + "\""));
  }

  @Test
  void theLogSaysWhatFailed() {
    ledger.fail(1);

    assertThatThrownBy(() -> function.handleRequest(read("send"), null))
        .isInstanceOf(FeedbackFailed.class);
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("\"level\":\"ERROR\"")
        .contains("\"failures\":[\"SNS message ")
        .contains(": the ledger was told to fail\"]")
        .contains("\"FeedbackFailed\":1.0");
  }

  private List<String> known(String address) {
    List<String> known = new ArrayList<>();
    suppressions
        .items()
        .forEach(
            (key, facts) -> {
              if (key.address().equals(address)) {
                known.add(describe(key, facts));
              }
            });
    return known;
  }

  private static String describe(SuppressionKey key, Facts facts) {
    String what =
        SuppressionPolicy.DEFAULT
            .effective(facts, NOW)
            .map(Suppression::reason)
            .map(Enum::name)
            .orElse(facts.softBounces().isEmpty() ? "lifted" : "counted");
    return what + " at " + key.scope().text();
  }

  private List<RecipientStatus> statuses(String address) {
    String hash = HASH.of(address);
    return ledger.units().values().stream()
        .flatMap(unit -> unit.entrySet().stream())
        .filter(one -> one.getKey().equals(hash))
        .map(Map.Entry::getValue)
        .collect(Collectors.toList());
  }

  private static SNSEvent read(String name) {
    try {
      byte[] json = Files.readAllBytes(Path.of("events", "feedback-" + name + ".json"));
      return SERIALIZER.fromJson(new ByteArrayInputStream(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
