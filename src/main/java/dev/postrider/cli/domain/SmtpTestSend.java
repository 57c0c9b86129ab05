package dev.postrider.cli.domain;

import dev.postrider.cli.domain.SendTestCommand.TestMail;
import dev.postrider.domain.mail.SmtpPassword;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/// Sends the test message by SMTP, encrypted always, with the password derived from the access key.
///
/// @param host SES's SMTP endpoint
/// @param port where it listens
/// @param tls checks the server's certificate
record SmtpTestSend(String host, int port, String region, TestMail mail, SSLSocketFactory tls) {
  private static final String TIMEOUT_MILLIS = "10000";

  TransportTest send(SesTransport transport, AccessKeys keys) {
    String identity = "access key " + keys.id() + " at " + host + ":" + port;
    Session session = Session.getInstance(properties(transport));
    try (SMTPTransport smtp = (SMTPTransport) session.getTransport("smtp")) {
      smtp.connect(host, port, keys.id(), SmtpPassword.derive(keys.secret(), region));
      MimeMessage message = message(session, transport);
      smtp.sendMessage(message, message.getAllRecipients());
      String answer = smtp.getLastServerResponse().strip();
      return TransportTest.sent(transport, identity, messageId(answer), answer);
    } catch (AuthenticationFailedException e) {
      return TransportTest.failed(
          transport,
          identity,
          e.getMessage()
              + " (the key needs ses:SendRawEmail, and its password holds in one Region alone)");
    } catch (MessagingException e) {
      return TransportTest.failed(transport, identity, reason(e));
    }
  }

  private Properties properties(SesTransport transport) {
    Properties properties = new Properties();
    boolean immediate = transport == SesTransport.SMTP_TLS;
    properties.put("mail.smtp.auth", "true");
    properties.put("mail.smtp.ssl.enable", Boolean.toString(immediate));
    properties.put("mail.smtp.starttls.enable", Boolean.toString(!immediate));
    properties.put("mail.smtp.starttls.required", Boolean.toString(!immediate));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.socketFactory", tls);
    properties.put("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
    properties.put("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
    properties.put("mail.smtp.timeout", TIMEOUT_MILLIS);
    properties.put("mail.smtp.localhost", "localhost");
    return properties;
  }

  private MimeMessage message(Session session, SesTransport transport) throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(mail.from()));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to()));
    message.setSubject(TestMail.SUBJECT, StandardCharsets.UTF_8.name());
    message.setText(TestMail.text(transport), StandardCharsets.UTF_8.name());
    if (!mail.configurationSet().isEmpty()) {
      message.setHeader("X-SES-CONFIGURATION-SET", mail.configurationSet());
    }
    return message;
  }

  /// SES answers `250 Ok 0100…`; the last word is the id that its events carry.
  static String messageId(String answer) {
    return answer.matches("(?s)250 Ok \\S+") ? answer.substring("250 Ok ".length()) : "";
  }

  private static String reason(MessagingException e) {
    Exception cause = e.getNextException();
    return e.getMessage() + (cause == null ? "" : ": " + cause.getMessage());
  }
}
