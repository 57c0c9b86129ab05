package dev.postrider.dispatch;

import dev.postrider.email.Address;
import dev.postrider.email.Attachment;
import dev.postrider.email.Content;
import dev.postrider.email.Email;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How many bytes a call's request has at most, without making it. Pure.
public final class RequestSize {
  /// What stands around the values of a call, and around those of a unit: field names, our own
  /// tags, the configuration set's name.
  private static final int FRAME = 1_500;

  /// What stands around a name and its value in a list.
  private static final int PAIR = 40;

  private RequestSize() {}

  /// At least as many bytes as the call's request has.
  public static int of(List<Delivery> units) {
    return shared(units.getFirst().email())
        + units.stream().mapToInt(unit -> unit(unit.mailed())).sum();
  }

  /// What a call has once, whatever its units.
  static int shared(Email email) {
    int content =
        switch (email.content()) {
          case Content.Simple simple ->
              json(simple.subject()) + json(simple.text()) + json(simple.html());
          case Content.InlineTemplate inline ->
              json(inline.subject()) + json(inline.text()) + json(inline.html());
          case Content.StoredTemplate(String name) -> json(name);
        };
    int attachments = email.attachments().stream().mapToInt(RequestSize::attachment).sum();
    return FRAME + content + attachments + mailboxes(email.replyTo()) + json(email.tenant());
  }

  /// What a unit adds.
  static int unit(Email.Unit unit) {
    int tags =
        unit.tags().entrySet().stream()
            .mapToInt(tag -> PAIR + json(tag.getKey()) + json(tag.getValue()))
            .sum();
    int headers =
        unit.headers().stream()
            .mapToInt(header -> PAIR + json(header.name()) + json(header.value()))
            .sum();
    return FRAME
        + json(unit.templateData())
        + tags
        + headers
        + mailboxes(unit.to())
        + mailboxes(unit.cc())
        + mailboxes(unit.bcc());
  }

  private static int mailboxes(List<Address> addresses) {
    return addresses.stream().mapToInt(address -> PAIR + json(address.mailbox())).sum();
  }

  private static int attachment(Attachment attachment) {
    return FRAME
        + (attachment.content().remaining() + 2) / 3 * 4
        + json(attachment.filename())
        + json(attachment.contentType())
        + json(attachment.contentId());
  }

  /// The bytes of a text as JSON in UTF-8. The SDK escapes surrogates: twelve bytes a pair.
  private static int json(@Nullable String text) {
    int bytes = 0;
    for (int i = 0; text != null && i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || Character.isSurrogate(c)) {
        bytes += 6;
      } else if (c < 0x80) {
        bytes += c == '"' || c == '\\' ? 2 : 1;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
