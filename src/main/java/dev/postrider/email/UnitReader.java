package dev.postrider.email;

import dev.postrider.email.Email.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads whom the message goes to: one unit for `to`, `cc` and `bcc`, or one an entry of
/// `recipients`.
final class UnitReader {
  private static final List<String> DESTINATIONS = List.of("to", "cc", "bcc");
  private static final List<String> ENTRY = List.of("to", "data", "headers", "tags");
  private static final String ENTRIES = "an array of 1 to " + Limits.ENTRIES + " entries";

  private final Node message;
  private final String emailId;
  private final boolean templated;
  private final TemplateData data;
  private final Map<String, String> tags;
  private final List<Header> headers;

  private UnitReader(Node message, String emailId) {
    this.message = message;
    this.emailId = emailId;
    this.templated = message.has("template");
    this.data = new TemplateData(message);
    this.tags = TagReader.read(message);
    this.headers = HeaderReader.read(message);
  }

  static List<Unit> read(Node message, String emailId) {
    UnitReader reader = new UnitReader(message, emailId);
    return message.field("recipients").map(reader::entries).orElseGet(reader::single);
  }

  private List<Unit> single() {
    List<Address> to = AddressReader.list(message, "to");
    List<Address> cc = AddressReader.list(message, "cc");
    List<Address> bcc = AddressReader.list(message, "bcc");
    if (message.has("data") && !templated) {
      message.problem("data", "data without a template", "data with template only");
    }
    AddressReader.requireOne(message, DESTINATIONS);
    int recipients = to.size() + cc.size() + bcc.size();
    if (recipients > Limits.RECIPIENTS) {
      message.problem(
          FoundValue.count(recipients, "recipient") + " in to, cc and bcc",
          "at most " + Limits.RECIPIENTS + " together");
    }
    return List.of(
        new Unit(
            emailId,
            Optional.empty(),
            to,
            cc,
            bcc,
            templated ? data.ofMessage() : null,
            tags,
            headers));
  }

  private List<Unit> entries(Node recipients) {
    DESTINATIONS.stream()
        .filter(message::has)
        .forEach(name -> message.problem(name, name + " beside recipients", "one of them"));
    if (!templated) {
      message.missing("template", "a template, since recipients is given");
    }
    int size = recipients.json().size();
    if (!recipients.isArray() || size == 0 || size > Limits.ENTRIES) {
      recipients.problem(FoundValue.value(recipients.json()), ENTRIES);
      return List.of();
    }
    return recipients
        .children()
        .flatMap(entry -> entry.object(ENTRY).map(this::unit).stream())
        .toList();
  }

  private Unit unit(Node entry) {
    return new Unit(
        emailId,
        Optional.of(Integer.valueOf(entry.name())),
        AddressReader.required(entry, "to"),
        List.of(),
        List.of(),
        data.ofEntry(entry),
        TagReader.merge(tags, TagReader.read(entry), entry),
        HeaderReader.merge(headers, HeaderReader.read(entry), entry));
  }
}
