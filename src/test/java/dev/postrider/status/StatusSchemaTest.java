package dev.postrider.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.postrider.email.RecipientHash;
import dev.postrider.status.StatusEvent.Detail;
import dev.postrider.status.StatusEvent.SmtpReply;
import dev.postrider.status.StatusEvent.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written and `schema/status-v1.schema.json` agree, both ways.
class StatusSchemaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String TEXT = text();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(TEXT);
  private static final RecipientHash HASH = RecipientHash.keyed(new byte[] {1});
  private static final StatusJson HASHED = new StatusJson("mail", HASH, false);
  private static final StatusJson NAMED = new StatusJson("mail", HASH, true);
  private static final Instant AT = Instant.parse("2026-11-24T12:00:00.123456Z");

  static Stream<ObjectNode> written() {
    List<ObjectNode> all = new ArrayList<>();
    for (Status status : Status.values()) {
      all.add(HASHED.write(rich(status)));
      all.add(NAMED.write(rich(status)));
      all.add(HASHED.write(bare(status)));
    }
    return all.stream();
  }

  private static StatusEvent rich(Status status) {
    return new StatusEvent(
        new Subject(
            "order-1#7", "receipts", Optional.of("acme"), Map.of("campaign", "autumn", "a", "b")),
        status,
        AT,
        "",
        new Detail(
            "ses-1",
            "HARD_BOUNCE",
            "MessageRejected",
            "Permanent",
            "General",
            "welcome",
            "firstName",
            "Attribute is not present"),
        List.of("ann@example.com", "bob@example.com"),
        List.of("cas@example.com"),
        Map.of("ann@example.com", new SmtpReply("550", "5.1.1", "user unknown")));
  }

  private static StatusEvent bare(Status status) {
    return new StatusEvent(
        new Subject("order-1", "", Optional.empty(), Map.of()),
        status,
        Instant.EPOCH,
        "",
        new Detail("", "", "", "", ""),
        List.of(),
        List.of());
  }

  @ParameterizedTest
  @MethodSource("written")
  void whatIsWrittenIsValidAndHasNoFieldThatTheSchemaDoesNotName(ObjectNode event)
      throws IOException {
    assertThat(SCHEMA.validate(event.toString(), InputFormat.JSON)).isEmpty();
    assertThat(names(schema().path("properties"))).containsAll(names(event));
  }

  @Test
  void everyFieldOfTheSchemaIsWrittenAndEveryStatusIsInIt() throws IOException {
    Set<String> written = new TreeSet<>();
    written().forEach(event -> written.addAll(names(event)));
    Set<String> ofRecipients = new TreeSet<>();
    written()
        .flatMap(event -> stream(event.path("recipients")))
        .forEach(recipient -> ofRecipients.addAll(names(recipient)));

    assertThat(written).isEqualTo(names(schema().path("properties")));
    assertThat(ofRecipients).isEqualTo(names(schema().at("/$defs/recipients/items/properties")));
    assertThat(stream(schema().at("/properties/status/enum")).map(JsonNode::asText))
        .containsExactlyElementsOf(Arrays.stream(Status.values()).map(Enum::name).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "eventId", "stack", "status", "occurredAt", "id", "tags"})
  void theSchemaMissesWhatMustBeThere(String field) {
    ObjectNode event = HASHED.write(bare(Status.SENT));
    event.remove(field);

    assertThat(SCHEMA.validate(event.toString(), InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void anEventLooksLikeThis() throws IOException {
    assertThat(NAMED.write(rich(Status.BOUNCED)))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"version":1,"eventId":"%s","stack":"mail","status":"BOUNCED",
                 "occurredAt":"2026-11-24T12:00:00.123Z","id":"order-1","entry":7,
                 "stream":"receipts","tenant":"acme","tags":{"a":"b","campaign":"autumn"},
                 "sesMessageId":"ses-1","reason":"HARD_BOUNCE","code":"MessageRejected",
                 "type":"Permanent","subType":"General","template":"welcome",
                 "attribute":"firstName","text":"Attribute is not present",
                 "recipients":[{"hash":"%s","address":"ann@example.com","smtpReplyCode":"550",
                                "enhancedStatus":"5.1.1","text":"user unknown"},
                               {"hash":"%s","address":"bob@example.com"}],
                 "suppressedRecipients":[{"hash":"%s","address":"cas@example.com"}]}
                """
                    .formatted(
                        NAMED.write(rich(Status.BOUNCED)).path("eventId").asText(),
                        HASH.of("ann@example.com"),
                        HASH.of("bob@example.com"),
                        HASH.of("cas@example.com"))));
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void byDefaultNoAddressIsInAnEvent(Status status) {
    assertThat(HASHED.write(rich(status)).toString()).doesNotContain("@");
    assertThat(rich(status)).hasToString("StatusEvent[order-1#7, " + status + "]");
  }

  @Test
  void theEventIdIsOfTheStackTheUnitTheStatusAndTheOccurrenceAndOfNothingElse() {
    StatusEvent one = rich(Status.SENT);
    StatusEvent again =
        new StatusEvent(
            one.subject(),
            Status.SENT,
            AT.plusSeconds(9),
            "",
            Detail.of("ses-1"),
            List.of(),
            List.of());
    StatusEvent other =
        new StatusEvent(one.subject(), Status.SENT, AT, "x", one.detail(), List.of(), List.of());

    assertThat(id(HASHED, again)).isEqualTo(id(HASHED, one));
    assertThat(
            Set.of(
                id(HASHED, one),
                id(HASHED, other),
                id(HASHED, rich(Status.DELIVERED)),
                id(HASHED, bare(Status.SENT)),
                id(new StatusJson("other", HASH, false), one)))
        .hasSize(5);
  }

  private static String id(StatusJson json, StatusEvent event) {
    return json.write(event).path("eventId").asText();
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements.stream();
  }

  private static JsonNode schema() throws IOException {
    return MAPPER.readTree(TEXT);
  }

  private static String text() {
    try {
      return Files.readString(Path.of("schema/status-v1.schema.json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
