package dev.postrider.feedback;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads the mail that an event is about.
final class MailReader {
  private MailReader() {}

  /// @throws MalformedNotification when it has no SES id: such an event has nothing to report
  static ReportedMail read(NotificationNode event) {
    NotificationNode mail = event.object("mail");
    return read(mail, mail.text("messageId"));
  }

  /// Of a bounce or a complaint, which suppresses whom it can name: nothing must be there, and what
  /// is missing is noted (decision 0103).
  static ReportedMail readLeniently(NotificationNode event) {
    NotificationNode mail = event.objectIfAny("mail");
    return read(mail, mail.expected("messageId").orElse(""));
  }

  private static ReportedMail read(NotificationNode mail, String messageId) {
    mail.knowing(SesFields.MAIL);
    List<HashedMailbox> listed = mail.mailboxesIfAny("destination");
    return new ReportedMail(
        messageId,
        mail.sentAt("timestamp"),
        listed.isEmpty() ? inHeaders(mail) : listed,
        !listed.isEmpty(),
        mail.firstValues("tags"));
  }

  /// Whom the mail's own headers name: not those of Bcc, which SES removes.
  private static List<HashedMailbox> inHeaders(NotificationNode mail) {
    return Stream.of("to", "cc", "bcc")
        .flatMap(field -> mail.textsIfAny("commonHeaders", field))
        .flatMap(value -> Arrays.stream(value.split(",")))
        .filter(address -> address.contains("@"))
        .map(mail::mailboxIn)
        .flatMap(Optional::stream)
        .toList();
  }
}
