package dev.postrider.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.postrider.email.RecipientHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  /// No mail is older than SES.
  private static final Instant SES_BEGAN = Instant.parse("2011-01-01T00:00:00Z");

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

  /// An object, without any field and with a note when there is none.
  NotificationNode objectIfAny(String field) {
    JsonNode child = node.path(field);
    if (!child.isObject()) {
      unfamiliar.add(pointer + "/" + field + " is missing");
    }
    return child(field, child.isObject() ? child : MissingNode.getInstance());
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
    return mailbox(address.asText(""), at);
  }

  /// A mailbox in one of the object's texts.
  Optional<HashedMailbox> mailboxIn(String text) {
    return mailbox(text, pointer);
  }

  private Optional<HashedMailbox> mailbox(String address, String at) {
    String text = address.strip();
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
    } else if (list.isEmpty()) {
      unfamiliar.add(pointer + "/" + field + " is empty");
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

  /// A text that SES always gives; a note and nothing when it is missing.
  Optional<String> expected(String field) {
    Optional<String> text = optional(field);
    if (text.isEmpty()) {
      unfamiliar.add(pointer + "/" + field + " is missing");
    }
    return text;
  }

  /// One of a set of values, in the set's own spelling. The set may grow: a new value is noted and
  /// kept, unless it could be an address. Null when there is none.
  @Nullable String oneOf(Set<String> known, String field) {
    String value = optional(field).map(String::strip).orElse(null);
    if (value == null) {
      return null;
    }
    Optional<String> spelled = known.stream().filter(value::equalsIgnoreCase).findFirst();
    if (spelled.isEmpty()) {
      unfamiliar.add(pointer + "/" + field + "=" + harmless(value));
    }
    return spelled.orElseGet(() -> harmless(value));
  }

  /// The same of a value that SES always gives; a note and an empty text when it is missing.
  String expectedOneOf(Set<String> known, String field) {
    return expected(field).isEmpty() ? "" : Objects.requireNonNullElse(oneOf(known, field), "");
  }

  /// SES's id of a bounce or a complaint; the mail's when it is missing, and without that the time.
  String feedbackId(ReportedMail mail) {
    return optional("feedbackId")
        .orElseGet(() -> mail.messageId().isEmpty() ? receivedAt.toString() : mail.messageId());
  }

  /// When SES took the mail. A time that is missing, unreadable or older than SES is noted, and
  /// SNS's counts in its place; a later one than SNS's counts as SNS's.
  Instant sentAt(String field) {
    Optional<Instant> time =
        optional(field).flatMap(Timestamps::parse).filter(at -> !at.isBefore(SES_BEGAN));
    if (time.isEmpty()) {
      unfamiliar.add(pointer + "/" + field + " is not a time");
    }
    return time.filter(at -> !at.isAfter(receivedAt)).orElse(receivedAt);
  }

  /// A time by a receiver's clock, which may be wrong: never before SES took the mail nor after SNS
  /// passed the event on. When it is missing or cannot be understood, a note and the earliest time:
  /// an event must not be lost for it.
  Instant time(String field, Instant earliest) {
    Optional<Instant> time = optional(field).flatMap(Timestamps::parse);
    if (time.isEmpty()) {
      unfamiliar.add(pointer + "/" + field + " is not a time");
    }
    Instant at = time.orElse(earliest);
    return at.isAfter(receivedAt) ? receivedAt : at.isBefore(earliest) ? earliest : at;
  }

  /// The texts of a list in an object; none when there is no list.
  Stream<String> textsIfAny(String object, String list) {
    return StreamSupport.stream(node.path(object).path(list).spliterator(), false)
        .map(text -> text.asText(""));
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
