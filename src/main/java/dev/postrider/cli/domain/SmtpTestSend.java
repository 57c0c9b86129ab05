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
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

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

  /// The long-term access key of an IAM user. Temporary credentials have no SMTP password.
  record AccessKeys(String id, String secret) {
    /// From the AWS variables, unless a session token says that they are temporary.
    static Optional<AccessKeys> of(Function<String, @Nullable String> environment) {
      String id = environment.apply("AWS_ACCESS_KEY_ID");
      String secret = environment.apply("AWS_SECRET_ACCESS_KEY");
      String token = environment.apply("AWS_SESSION_TOKEN");
      return id == null || secret == null || token != null
          ? Optional.empty()
          : Optional.of(new AccessKeys(id, secret));
    }

    /// Asked for; empty when either was left blank.
    static Optional<AccessKeys> ask(SecretPrompt prompt) {
      String id = prompt.ask("Access key id");
      String secret = prompt.ask("Secret access key");
      return id.isEmpty() || secret.isEmpty()
          ? Optional.empty()
          : Optional.of(new AccessKeys(id, secret));
    }

    @Override
    public String toString() {
      return "AccessKeys[" + id + "]";
    }
  }
}
