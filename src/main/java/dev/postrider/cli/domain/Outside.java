package dev.postrider.cli.domain;

import dev.postrider.domain.PropagationWait;
import java.time.InstantSource;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sesv2.SesV2ClientBuilder;

/// What the commands reach the world through. Tests put loopback servers and a settable clock in.
///
/// @param aws makes SDK clients
/// @param environment the process's variables
/// @param dnsPort at which authoritative name servers answer
/// @param secrets asks for what must not be seen
/// @param tls makes the sockets of SMTP over TLS
public record Outside(
    Aws aws,
    Function<String, @Nullable String> environment,
    int dnsPort,
    InstantSource clock,
    PropagationWait.Pause pause,
    SecretPrompt secrets,
    SSLSocketFactory tls) {

  private static final int DNS_PORT = 53;

  /// The process's own surroundings.
  public static Outside real() {
    return new Outside(
        new DefaultAws(),
        System::getenv,
        DNS_PORT,
        InstantSource.system(),
        Thread::sleep,
        SecretPrompt.ofProcess(),
        (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /// AWS, as the commands need it.
  public interface Aws {

    /// A builder for clients of SES with the account's credentials.
    SesV2ClientBuilder ses(Access access);

    /// The credentials of the account's default chain.
    AwsCredentialsProvider credentials(Access access);

    /// Whose credentials these are: an ARN, or the access key's id when nobody tells.
    String caller(Access access, AwsCredentialsProvider credentials);
  }
}
