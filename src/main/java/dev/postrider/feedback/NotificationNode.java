package dev.postrider.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.postrider.email.RecipientHash;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// An object of a notification while it is decoded: reads what is known, notes what is not.
///
/// @param type the event's type, for messages
/// @param pointer where the object stands
/// @param receivedAt SNS's time
/// @param unfamiliar where notes go; shared by all objects of one notification
/// @param hash of its recipients
record NotificationNode(
    String type,
    String pointer,
    JsonNode node,
    Instant receivedAt,
    List<String> unfamiliar,
    RecipientHash hash) {
  /// An address in an event that no mail of ours can have had.
  private static final int LONGEST_ADDRESS = 320;

  /// `2026-11-24T00:00:00.000Z`, and in one of SES's samples `2018-10-08T14:05:45 +0000`.
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[ ][XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_.:-][A-Za-z0-9_.: -]{0,63}");

  /// Notes every field that is not one of these.
  NotificationNode knowing(Set<String> fields) {
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (!fields.contains(field)) {
                unfamiliar.add(pointer + "/" + harmless(field));
              }
            });
    return this;
  }

  /// An object that must be there.
  NotificationNode object(String field) {
    JsonNode child = node.path(field);
    if (!child.isObject()) {
      throw missing(field);
    }
    return child(field, child);
  }

  private NotificationNode child(String place, JsonNode child) {
    return new NotificationNode(type, pointer + "/" + place, child, receivedAt, unfamiliar, hash);
  }

  /// The objects of a list; none, and a note, when there is no list.
  List<NotificationNode> objectsIfAny(String field) {
    List<NotificationNode> objects = new ArrayList<>();
    for (JsonNode child : listIfAny(field)) {
      objects.add(child(field + "/" + objects.size(), child));
    }
    return objects;
  }

  /// The mailboxes of a list that must be there.
  List<HashedMailbox> mailboxes(String field) {
    if (!node.path(field).isArray()) {
      throw missing(field);
    }
    return mailboxesIfAny(field);
  }

  /// The mailboxes of a list; none, and a note, when there is no list.
  List<HashedMailbox> mailboxesIfAny(String field) {
    return StreamSupport.stream(listIfAny(field).spliterator(), false)
        .map(address -> mailbox(address, pointer + "/" + field))
        .flatMap(Optional::stream)
        .toList();
  }

  /// Empty when it is not an address that a mail can have had: that is noted, and the event's other
  /// recipients are served.
  Optional<HashedMailbox> mailbox(String field) {
    return mailbox(node.path(field), pointer + "/" + field);
  }

  private Optional<HashedMailbox> mailbox(JsonNode address, String at) {
    String text = address.asText("").strip();
    if (text.isEmpty() || text.length() > LONGEST_ADDRESS) {
      unfamiliar.add(at + " is not an address");
      return Optional.empty();
    }
    return Optional.of(HashedMailbox.of(text, hash));
  }

  private JsonNode listIfAny(String field) {
    JsonNode list = node.path(field);
    if (!list.isArray()) {
      unfamiliar.add(pointer + "/" + field + " is not a list");
    }
    return list.isArray() ? list : MissingNode.getInstance();
  }

  /// A text that must be there.
  String text(String field) {
    return optional(field).orElseThrow(() -> missing(field));
  }

  /// A text, a number or a truth value as text; empty when there is none.
  Optional<String> optional(String field) {
    JsonNode value = node.path(field);
    return value.isValueNode() && !value.isNull() && !value.asText().isEmpty()
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  /// One of a set of values, which may grow: a new value is noted and kept, unless it could be an
  /// address. Null when there is none.
  @Nullable String oneOf(Set<String> known, String field) {
    String value = optional(field).map(NotificationNode::harmless).orElse(null);
    if (value != null && !known.contains(value)) {
      unfamiliar.add(pointer + "/" + field + "=" + value);
    }
    return value;
  }

  /// A time by a receiver's clock, which may be wrong: never before SES took the mail nor after SNS
  /// passed the event on. When it is missing or cannot be understood, a note and the earliest time,
  /// or the latest where there is no earliest: an event must not be lost for it.
  Instant time(String field, Instant earliest) {
    Optional<Instant> time = optional(field).flatMap(NotificationNode::timestamp);
    if (time.isEmpty()) {
      unfamiliar.add(pointer + "/" + field + " is not a time");
    }
    Instant at = time.orElse(earliest.equals(Instant.MIN) ? receivedAt : earliest);
    return at.isAfter(receivedAt) ? receivedAt : at.isBefore(earliest) ? earliest : at;
  }

  /// Empty when it is not a timestamp. Without an offset, UTC is meant.
  static Optional<Instant> timestamp(String text) {
    try {
      TemporalAccessor parsed =
          TIMESTAMP.parseBest(text.strip(), OffsetDateTime::from, LocalDateTime::from);
      return Optional.of(
          parsed instanceof OffsetDateTime withOffset
              ? withOffset.toInstant()
              : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The first value of each of an object's lists.
  Map<String, String> firstValues(String field) {
    Map<String, String> values = new LinkedHashMap<>();
    node.path(field)
        .properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              values.put(entry.getKey(), (value.isArray() ? value.path(0) : value).asText(""));
            });
    return values;
  }

  private MalformedNotification missing(String field) {
    return new MalformedNotification(
        "the " + type + " notification has no " + pointer + "/" + field);
  }

  /// What may stand in a log: names and enumerated values may, anything else could be an address.
  static String harmless(String text) {
    return HARMLESS.matcher(text).matches() ? text : "…";
  }
}
