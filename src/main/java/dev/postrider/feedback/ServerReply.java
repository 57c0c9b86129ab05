package dev.postrider.feedback;

import dev.postrider.email.MaskedText;
import dev.postrider.ledger.Diagnostic;
import dev.postrider.status.StatusEvent.SmtpReply;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads what a recipient's server said: SES copies it from a delivery status notification (RFC
/// 3464), or writes it itself.
final class ServerReply {
  /// Nothing was said.
  static final SmtpReply NONE = new SmtpReply("", "", "");

  /// `smtp; 550 …`, `550-…` or `smtp; 5.1.0 - Unknown address error 550-'…`, at the beginning.
  private static final Pattern REPLY_CODE =
      Pattern.compile(
          "^\\s*(?:[A-Za-z-]+\\s*;\\s*)?(?:[245]\\.[0-9.]{3,7} - [^0-9]{1,80})?"
              + "([245][0-9]{2})(?![0-9.])");

  /// `5.1.1` (RFC 3463), not as a part of an IP address.
  private static final Pattern ENHANCED_STATUS =
      Pattern.compile("(?<![0-9.])[245]\\.[0-9]{1,3}\\.[0-9]{1,3}(?!\\.?[0-9])");

  private ServerReply() {}

  /// @param mailbox whom the server names
  static SmtpReply read(NotificationNode recipient, ReportedMail mail, HashedMailbox mailbox) {
    String said = recipient.optional("diagnosticCode").orElse("");
    Matcher code = REPLY_CODE.matcher(said);
    return new SmtpReply(
        code.find() ? code.group(1) : "",
        moreSpecific(status(recipient.optional("status").orElse("")), status(said)),
        masked(said, mail, List.of(mailbox)));
  }

  /// Text of SES or of a server about a mail, without anything that names a recipient.
  static String masked(String text, ReportedMail mail, List<HashedMailbox> named) {
    return MaskedText.of(
        text,
        Stream.concat(mail.destinations().stream(), named.stream())
            .map(HashedMailbox::key)
            .distinct()
            .toList());
  }

  /// As the ledger keeps it.
  static Diagnostic diagnostic(SmtpReply reply) {
    String codes = reply.smtpReplyCode() + " " + reply.enhancedStatus();
    return new Diagnostic(codes.strip(), reply.text());
  }

  private static String status(String text) {
    Matcher status = ENHANCED_STATUS.matcher(text);
    return status.find() ? status.group() : "";
  }

  /// SES's status, or the one in the server's words where SES's says nothing but its class.
  private static String moreSpecific(String given, String said) {
    return given.isEmpty() || (given.endsWith(".0.0") && !said.isEmpty()) ? said : given;
  }
}
