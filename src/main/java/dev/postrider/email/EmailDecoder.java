package dev.postrider.email;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.postrider.email.Decoded.Malformed;
import dev.postrider.email.Decoded.WellFormed;
import dev.postrider.email.Email.Unit;
import dev.postrider.email.ScheduleReader.Schedule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Turns a message body into an [Email], or into the list of what is wrong with it. Reads the text
/// once. Safe for use by many threads.
///
/// Whatever the body's shape, the memory and the time that it takes grow with its length alone: at
/// most 96 bytes of memory at a time for each byte of body (docs/reliability.md).
public final class EmailDecoder {
  private static final List<String> FIELDS =
      List.of(
          "id",
          "from",
          "to",
          "cc",
          "bcc",
          "replyTo",
          "subject",
          "text",
          "html",
          "template",
          "data",
          "recipients",
          "stream",
          "tags",
          "headers",
          "attachments",
          "tenant",
          "sendAt",
          "expiresAt",
          "$schema");

  private static final Function<String, Checked<String>> ID = TextRules.token(Limits.ID);
  private static final Function<String, Checked<String>> NAME = TextRules.token(Limits.NAME);

  private final Defaults defaults;

  public EmailDecoder(Defaults defaults) {
    this.defaults = defaults;
  }

  /// Decodes and checks a message; never throws, whatever the body holds.
  ///
  /// @param body the SQS message body
  /// @param fallbackId the id of a message that has none: the SQS message id
  public Decoded decode(String body, String fallbackId) {
    Problems problems = new Problems();
    try {
      Optional<Email> email =
          sized(body, problems)
              .flatMap(text -> JsonTree.read(text, problems))
              .flatMap(root -> root.object(FIELDS))
              .flatMap(message -> email(message, fallbackId));
      return problems.isEmpty()
          ? new WellFormed(email.orElseThrow())
          : new Malformed(problems.list());
    } catch (Problems.Enough _) {
      return new Malformed(problems.list());
    }
  }

  private static Optional<String> sized(String body, Problems problems) {
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    if (bytes <= Limits.BODY_BYTES) {
      return Optional.of(body);
    }
    problems.add(
        "",
        FoundValue.count(bytes, "byte"),
        "at most "
            + FoundValue.grouped(Limits.BODY_BYTES)
            + ": what SQS takes, less the room for a deferred message's attributes");
    return Optional.empty();
  }

  private Optional<Email> email(Node message, String fallbackId) {
    String id = message.text("id", ID).orElse(fallbackId);
    Optional<Address> from = AddressReader.from(message, defaults);
    List<Address> replyTo = AddressReader.list(message, "replyTo");
    Optional<Content> content = ContentReader.read(message);
    List<Unit> units = UnitReader.read(message, id);
    Optional<String> stream = message.text("stream", NAME);
    Optional<String> tenant = message.text("tenant", NAME);
    List<Attachment> attachments = AttachmentReader.read(message);
    Schedule schedule = ScheduleReader.read(message);
    var _ = message.text("$schema", Checked.Good::new);
    if (!message.problems().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Email(
            id,
            Fingerprint.of((ObjectNode) message.json()),
            from.orElseThrow(),
            replyTo,
            content.orElseThrow(),
            stream.orElse(Email.TRANSACTIONAL),
            attachments,
            tenant.orElse(null),
            schedule.sendAt().orElse(null),
            schedule.expiresAt().orElse(null),
            units));
  }
}
